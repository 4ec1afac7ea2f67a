using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Hosting;
using AgentSandbox.Orchestration.Hosting.Cluster;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using Microsoft.Extensions.DependencyInjection;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>An agent with a working tree: what the tools call, in this process.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly string _image;
    private readonly Caller _caller;

    private Agent(ServiceProvider provider, string image, Caller caller)
    {
        _provider = provider;
        _image = image;
        _caller = caller;
    }

    public static async Task<Agent> StartAsync(Workspace workspace, IEnumerable<string> services)
    {
        var tree = Directory.CreateDirectory(Path.Join(workspace.Folder, "tree")).FullName;
        await File.WriteAllTextAsync(
            Path.Join(tree, "agent-sandbox.yaml"),
            "version: 1\nengine: kubernetes\nservices:\n" + string.Concat(services.Select(name => $"  {name}: {{ source: {name}, image: {{ build: make }} }}\n")));
        var git = new GitClient(new CommandRunner(TimeProvider.System), TimeProvider.System);
        var location = Value(await RepositoryLocation.FindAsync(git, tree, CancellationToken.None));
        var parts = new ServiceCollection().AddLogging();
        parts.AddSandboxOrchestration().AddClusterEngine(options =>
        {
            options.Location = location;
            options.WorkRoot = Path.Join(workspace.Folder, "work");
            options.Namespace = workspace.Namespace;
        });
        var provider = parts.BuildServiceProvider();
        Value(await provider.GetRequiredService<ClusterRuntime>().StartAsync(CancellationToken.None));
        var caller = Value(await provider.GetRequiredService<ICallerResolver>().ResolveAsync(tree, "bench 1.0", CancellationToken.None));
        return new Agent(provider, workspace.ChangedImage, caller);
    }

    /// <summary>From <c>create_sandbox</c> and <c>deploy_fork</c> to the first answer that is proven to be the fork's.</summary>
    public async Task<TimeSpan> DeployProvenAsync(string sandbox, string service)
    {
        var began = TimeProvider.System.GetTimestamp();
        Value(await _provider.GetRequiredService<CreateSandbox>().ExecuteAsync(new CreateSandboxRequest { Caller = _caller, Name = sandbox }, CancellationToken.None));
        var deployed = Value(await _provider.GetRequiredService<DeployFork>().ExecuteAsync(
            new DeployForkRequest { Caller = _caller, Sandbox = new SandboxId(sandbox), Services = [service], Workload = new ForkWorkloadSpec { Image = _image }, Wait = TimeSpan.FromMinutes(2) },
            new Progress<SandboxRecord>(),
            CancellationToken.None));
        if (deployed.View.Record.Forks[service] is not { Phase: ForkPhase.Ready } status)
        {
            throw new InvalidOperationException($"The fork is {deployed.View.Record.Forks[service].Phase}: {deployed.View.Record.Forks[service].Failure}");
        }

        var answer = Value(await _provider.GetRequiredService<SendRoutedRequest>().ExecuteAsync(
            new RoutedRequest { Sandbox = new SandboxId(sandbox), Service = service, Path = "/index.html" }, CancellationToken.None));
        var took = TimeProvider.System.GetElapsedTime(began);
        return answer is { Proof.Verdict: ProofVerdict.Routed, Response.Status: 200 }
            ? took
            : throw new InvalidOperationException($"Ready revision {status.Revision} was not proven: {answer.Response.Status}, {answer.Proof.Reason}");
    }

    public async Task DeleteAsync(string sandbox) => Value(await _provider.GetRequiredService<DeleteSandbox>().ExecuteAsync(
        new DeleteSandboxRequest { Caller = _caller, Sandbox = new SandboxId(sandbox), Wait = TimeSpan.FromMinutes(2) }, CancellationToken.None));

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private static T Value<T>(Result<T> result) => result.IsSuccess ? result.Value : throw new InvalidOperationException($"{result.Failure}");

    private static T Value<T>(GitResult<T> result)
        where T : notnull => result.Succeeded ? result.Value : throw new InvalidOperationException("The tree has no place.");
}
