using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Hosting;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>The local engine in this process, on a repository of the test's own.</summary>
public sealed class LocalSystem : ISandboxSystem
{
    private readonly ServiceProvider _provider;
    private readonly TestRepository _repository;
    private readonly RepositoryLocation _location;

    private LocalSystem(ServiceProvider provider, TestRepository repository, RepositoryLocation location)
    {
        _provider = provider;
        _repository = repository;
        _location = location;
    }

    public LocalRuntime Runtime => _provider.GetRequiredService<LocalRuntime>();

    public ISandboxEngine Engine => Runtime.Parts.Engine;

    public IBaseline Baseline => Runtime.Parts.Baseline;

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

    public static async Task<LocalSystem> StartAsync(TestRepository repository)
    {
        var git = new GitClient(new CommandRunner(TimeProvider.System), TimeProvider.System);
        var location = (await RepositoryLocation.FindAsync(git, repository.Root, CancellationToken.None)).Value!;
        var services = new ServiceCollection().AddLogging();
        services.AddSandboxOrchestration().AddLocalEngine(options =>
        {
            options.Location = location;
            options.WorkRoot = repository.WorkRoot;
        });
        var system = new LocalSystem(services.BuildServiceProvider(), repository, location);
        var started = await system.Runtime.StartAsync(CancellationToken.None);
        started.Failure.Should().BeNull();
        return system;
    }

    public IReadOnlyList<string> RunningForks() => [.. Runtime.RunningProcesses().Where(process => process.Contains("/fork/", StringComparison.Ordinal))];

    public IReadOnlyList<string> Leftovers()
    {
        var sandboxes = Path.Join(_repository.WorkRoot, _location.Id, "sandboxes");
        return Directory.Exists(sandboxes) ? Directory.GetFileSystemEntries(sandboxes) : [];
    }

    public async ValueTask DisposeAsync() => await _provider.DisposeAsync();
}
