using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;
using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.Store;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>The Kubernetes engine as it runs inside the host of a repository: the user's own rights, the cluster's sandboxes.</summary>
public sealed class ClusterRuntime : ISandboxRuntime, ISandboxUseCaseSource
{
    private static readonly TimeSpan s_strayGrace = TimeSpan.FromSeconds(2);

    private readonly ClusterEngineOptions _options;
    private readonly SecretValues _secrets;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly LocalLayout _layout;
    private ClusterParts? _parts;
    private Journal? _journal;

    /// <summary>Prepares; nothing is touched before <see cref="StartAsync"/>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="secrets">Where secret values are remembered, to be redacted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where to log.</param>
    public ClusterRuntime(ClusterEngineOptions options, SecretValues secrets, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _secrets = secrets;
        _time = time;
        _loggers = loggers;
        _layout = new LocalLayout(options.Location ?? throw new ArgumentException("The location is required.", nameof(options)), options.WorkRoot);
    }

    /// <summary>False: the cluster keeps sandboxes, with or without this host. What is being built here keeps it.</summary>
    public bool HasSandboxes => _parts?.Store.IsBuilding == true || _parts?.UseCases.PlanRuns.IsRunning == true;

    /// <inheritdoc />
    public TimeSpan HostIdle => Parts.Configuration.HostIdle;

    SandboxUseCases ISandboxUseCaseSource.UseCases => Parts.UseCases;

    internal ClusterParts Parts => _parts ?? throw new InvalidOperationException("The runtime has not been started.");

    /// <inheritdoc />
    public int? RememberedPort(string name) => HostPorts.Find(OpenJournal(), name);

    /// <inheritdoc />
    public void RememberPort(string name, int port) => HostPorts.Put(OpenJournal(), name, port);

    /// <inheritdoc />
    public async Task<Result<Done>> StartAsync(CancellationToken cancellationToken)
    {
        PrivateDirectory.Ensure(_layout.Work);

        // A host that crashed has left its builds and the commands of its plans running.
        await new ProcessTable(_time).EndMarkedAsync(_layout.Mark, s_strayGrace, cancellationToken);
        var outside = _options.OutsideEnvironment ?? MinimalEnvironment.Whole();
        var git = new GitClient(new CommandRunner(_time), _time);
        var configurations = new LocalConfigurations(git, _layout.Location, outside);
        var configuration = await configurations.OfDirectoryAsync(configurations.AnyTree(), cancellationToken);
        if (!configuration.IsSuccess)
        {
            return configuration.Failure;
        }

        var options = new KubernetesAccessOptions
        {
            KubeconfigPath = _options.Kubeconfig,
            Context = _options.Context,
            Namespace = _options.Namespace,
            Environment = outside,
            Time = _time,
        };
        var access = KubernetesAccess.Open(options);
        if (!access.IsSuccess)
        {
            return access.Failure;
        }

        var trunk = new LocalTrunk(configurations.AnyTree(), configuration.Value.Trunk, await TrunkCommitAsync(git, configurations, configuration.Value, cancellationToken), configuration.Value, null);
        var wiring = new ClusterWiring(_layout, _secrets, _time, _loggers) { Git = git, Configurations = configurations, OutsideEnvironment = outside, Place = KubernetesAccess.IsInside(options) ? CallerPlace.Inside : CallerPlace.Outside };
        var parts = wiring.Wire(access.Value, trunk);
        var started = await parts.StartAsync(cancellationToken);
        if (!started.IsSuccess)
        {
            await parts.DisposeAsync();
            return started;
        }

        _parts = parts;
        return default(Done);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _parts, null) is { } parts)
        {
            await parts.DisposeAsync();
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken) => Parts.UseCases.Engine.SweepAsync(Parts.Store.List(), cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _journal?.Dispose();
        _journal = null;
    }

    private static async Task<string?> TrunkCommitAsync(GitClient git, LocalConfigurations configurations, SandboxConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration.Trunk is not { } trunk)
        {
            return null;
        }

        var repository = await git.OpenAsync(configurations.AnyTree(), cancellationToken);
        return repository.Succeeded && await repository.Value.ResolveCommitAsync(trunk, cancellationToken) is { Succeeded: true } head ? head.Value : null;
    }

    private Journal OpenJournal()
    {
        if (_journal is null)
        {
            _layout.Location.EnsureStateDirectory();
            _journal = Journal.Open(_layout.Journal);
        }

        return _journal;
    }
}
