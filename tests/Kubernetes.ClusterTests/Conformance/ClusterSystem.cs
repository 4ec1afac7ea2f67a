using AgentSandbox.Engine.ConformanceTests;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Hosting;
using AgentSandbox.Orchestration.Hosting.Cluster;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases.Listing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentSandbox.Kubernetes.ClusterTests.Conformance;

/// <summary>The caller's side of the Kubernetes engine in this process, on a repository of the test's own; operator and routers are pods.</summary>
internal sealed class ClusterSystem : ISandboxSystem
{
    private readonly ServiceProvider _provider;
    private readonly TestRepository _repository;
    private readonly RepositoryLocation _location;
    private readonly ClusterBaselineFixture _fixture;

    private ClusterSystem(ServiceProvider provider, TestRepository repository, RepositoryLocation location, ClusterBaselineFixture fixture)
    {
        _provider = provider;
        _repository = repository;
        _location = location;
        _fixture = fixture;
    }

    public ISandboxEngine Engine => Runtime.Parts.UseCases.Engine;

    public IBaseline Baseline => Runtime.Parts.UseCases.Baseline;

    public ListServices ListServices => _provider.GetRequiredService<ListServices>();

    public CreateSandbox CreateSandbox => _provider.GetRequiredService<CreateSandbox>();

    public DeployFork DeployFork => _provider.GetRequiredService<DeployFork>();

    public GetSandbox GetSandbox => _provider.GetRequiredService<GetSandbox>();

    public ListSandboxes ListSandboxes => _provider.GetRequiredService<ListSandboxes>();

    public SendRoutedRequest SendRoutedRequest => _provider.GetRequiredService<SendRoutedRequest>();

    public ReadLogs ReadLogs => _provider.GetRequiredService<ReadLogs>();

    public SetRouteGroup SetRouteGroup => _provider.GetRequiredService<SetRouteGroup>();

    public DeleteSandbox DeleteSandbox => _provider.GetRequiredService<DeleteSandbox>();

    public ICallerResolver Callers => _provider.GetRequiredService<ICallerResolver>();

    /// <summary>Everything that a caller can do.</summary>
    public SandboxUseCases UseCases => Runtime.Parts.UseCases;

    private ClusterRuntime Runtime => _provider.GetRequiredService<ClusterRuntime>();

    /// <param name="repository">The caller's repository.</param>
    /// <param name="fixture">The baseline.</param>
    /// <param name="kubeconfigs">What <c>KUBECONFIG</c> is for the caller; null for the fixture's own user.</param>
    /// <param name="configure">Changes the text of agent-sandbox.yaml.</param>
    public static async Task<ClusterSystem> StartAsync(TestRepository repository, ClusterBaselineFixture fixture, string? kubeconfigs = null, Func<string, string>? configure = null)
    {
        await ConfigureAsync(repository, configure);
        var git = new GitClient(new CommandRunner(TimeProvider.System), TimeProvider.System);
        var location = (await RepositoryLocation.FindAsync(git, repository.Root, CancellationToken.None)).Value!;
        var services = new ServiceCollection().AddLogging();
        services.AddSandboxOrchestration().AddClusterEngine(options =>
        {
            options.Location = location;
            options.WorkRoot = repository.WorkRoot;
            options.OutsideEnvironment = new Dictionary<string, string>(MinimalEnvironment.Whole()) { ["KUBECONFIG"] = kubeconfigs ?? fixture.Kubeconfig };
        });
        var system = new ClusterSystem(services.BuildServiceProvider(), repository, location, fixture);
        var started = await system.Runtime.StartAsync(CancellationToken.None);
        started.Failure?.ToString().Should().BeNull();
        return system;
    }

    public IReadOnlyList<string> RunningForks() => [.. ItemsOf(ResourceKinds.Pods)];

    public IReadOnlyList<string> Leftovers()
    {
        var sandboxes = Path.Join(_repository.WorkRoot, _location.Id, "sandboxes");
        return [.. Directory.Exists(sandboxes) ? Directory.GetFileSystemEntries(sandboxes) : [], .. InCluster()];
    }

    /// <summary>Takes the test's sandboxes with it, as the next test uses the same names.</summary>
    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        var left = await _fixture.Api.ListAsync(ResourceKinds.Sandboxes, _fixture.Namespace, ListOptions.All, CancellationToken.None);
        foreach (var item in left.Value?.Items ?? [])
        {
            await _fixture.Api.DeleteAsync(ResourceKinds.Sandboxes, _fixture.Namespace, item.Name(), DeleteOptions.Usual, CancellationToken.None);
        }

        await Eventually.True(() => InCluster().Count == 0, "the cluster has nothing of the test's sandboxes");
    }

    /// <summary>Makes the repository one of the namespace: its services become images of the cluster.</summary>
    internal static async Task ConfigureAsync(TestRepository repository, Func<string, string>? configure = null)
    {
        var script = Path.Join(Path.GetDirectoryName(repository.Root), "build-image.sh");
        await File.WriteAllTextAsync(script, $$"""
            set -eu
            export AGENTSANDBOX_TEST_CLUSTER_CACHE={{TestCluster.CacheFolder}} AGENTSANDBOX_TEST_CLUSTER_STATE={{TestCluster.StateFolder}}
            folder=$(mktemp -d)
            trap 'rm -rf "$folder"' EXIT
            cp {{ClusterBaselineFixture.ServiceFolder}}/* "$folder"/ 
            cp ./* "$folder"/
            {{RepositoryFiles.At("tests", "cluster", "image")}} --name "cluster-tests/fork-$1" --folder "$folder" --workdir /app --user 0:0 --env PORT=8080 --env SERVICE_ADDRESS=any -- /app/test-service
            """);
        string[] services = ["one", "two", "three"];
        var file = "version: 1\nengine: kubernetes\ntrunk: main\nservices:\n" + string.Join('\n', services.Select(name => $"  {name}: {{ source: {name}, image: {{ build: [sh, \"{script}\", {name}] }} }}")) + "\n";
        repository.Write("agent-sandbox.yaml", configure?.Invoke(file) ?? file);
        await repository.CommitAllAsync("in a cluster");
    }

    private List<string> InCluster() => [.. RunningForks(), .. ItemsOf(ResourceKinds.Deployments), .. ItemsOf(ResourceKinds.Claims), .. ItemsOf(ResourceKinds.Sandboxes)];

    private IEnumerable<string> ItemsOf(ResourceKind kind)
    {
        var options = kind == ResourceKinds.Sandboxes ? ListOptions.All : new ListOptions { LabelSelector = KnownNames.SandboxLabel };
        var found = _fixture.Api.ListAsync(kind, _fixture.Namespace, options, CancellationToken.None).GetAwaiter().GetResult();
        return (found.Value?.Items ?? []).Select(item => $"{kind.Kind} {item.Name()}");
    }
}
