using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.Snapshots;
using AgentSandbox.Orchestration.Store;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>The local engine as it runs inside the host: opens the journal, cleans up, starts router and reconciler.</summary>
public sealed partial class LocalRuntime : ISandboxRuntime, ISandboxUseCaseSource
{
    private static readonly TimeSpan s_strayGrace = TimeSpan.FromSeconds(3);

    private readonly LocalEngineOptions _options;
    private readonly SecretValues _secrets;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<LocalRuntime> _logger;
    private readonly LocalLayout _layout;
    private readonly ProcessTable _processes;
    private LocalParts? _parts;
    private Journal? _journal;

    /// <summary>Prepares; nothing is touched before <see cref="StartAsync"/>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="secrets">Where secret values are remembered, to be redacted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where to log.</param>
    public LocalRuntime(LocalEngineOptions options, SecretValues secrets, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _secrets = secrets;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<LocalRuntime>();
        _layout = new LocalLayout(options.Location ?? throw new ArgumentException("The location is required.", nameof(options)), options.WorkRoot);
        _processes = new ProcessTable(time);
    }

    /// <summary>True while there is a sandbox.</summary>
    public bool HasSandboxes => _parts?.Store.List().Count > 0;

    /// <summary>The time without sandboxes and calls after which the host ends.</summary>
    public TimeSpan HostIdle => Parts.Baseline.Trunk.Configuration.HostIdle;

    /// <summary>Something the user should know about the configuration; null when there is nothing.</summary>
    public string? Note => _parts?.Baseline.Trunk.Note;

    SandboxUseCases ISandboxUseCaseSource.UseCases => Parts.UseCases;

    internal LocalParts Parts => _parts ?? throw new InvalidOperationException("The runtime has not been started.");

    /// <summary>A task that ends at the next change of any sandbox.</summary>
    public Task WhenChanged() => Parts.Store.WhenChanged();

    /// <summary>A port that was remembered under a name; null when there is none. Usable before the start.</summary>
    /// <param name="name">The name.</param>
    public int? RememberedPort(string name) => HostPorts.Find(OpenJournal(), name);

    /// <summary>Remembers a port across restarts.</summary>
    /// <param name="name">The name.</param>
    /// <param name="port">The port.</param>
    public void RememberPort(string name, int port) => HostPorts.Put(OpenJournal(), name, port);

    /// <summary>Ends what a crashed predecessor left, starts the router on its old ports and begins to reconcile.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    public async Task<Result<Done>> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            OpenJournal();
            PrivateDirectory.Ensure(_layout.Work);
            foreach (var stray in await _processes.EndMarkedAsync(_layout.Mark, s_strayGrace, cancellationToken))
            {
                LogStrayEnded(stray.Identity.Pid, stray.Mark?.Value ?? string.Empty);
            }

            return await StartPartsAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LocalFailures.Storage($"Opening the state in '{_layout.Location.StateDirectory}'", e);
        }
    }

    /// <summary>Ends all processes and stops listening. Sandboxes stay in the journal and run again after the next start.</summary>
    /// <param name="cancellationToken">Cancels; what still runs is ended by the next start.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _parts, null) is not { } parts)
        {
            return;
        }

        await parts.UseCases.PlanRuns.DisposeAsync();
        await parts.UseCases.Recordings.DisposeAsync();
        await parts.Leases.DisposeAsync();
        await parts.Reconciler.DisposeAsync();
        await Task.WhenAll(parts.Forks.StopAllAsync(cancellationToken), parts.Baseline.DisposeAsync().AsTask());
        await parts.Router.DisposeAsync();
        await parts.Tailer.DisposeAsync();
        parts.Client.Dispose();
    }

    /// <summary>Removes processes and directories that belong to no sandbox.</summary>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    /// <returns>What was removed.</returns>
    public Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken) =>
        Parts.Engine.SweepAsync(Parts.Store.List(), cancellationToken);

    /// <summary>What runs of this repository, as "pid mark".</summary>
    public IReadOnlyList<string> RunningProcesses() => [.. _processes.Find(_layout.Mark).Select(process => $"{process.Identity.Pid} {process.Mark}")];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _journal?.Dispose();
        _journal = null;
    }

    private Journal OpenJournal()
    {
        if (_journal is null)
        {
            _layout.Location.EnsureStateDirectory();
            _journal = Journal.Open(_layout.Journal);
            foreach (var damage in _journal.Damage)
            {
                LogDamage(damage.Line, damage.IsTorn, damage.Text);
            }
        }

        return _journal;
    }

    private async Task<Result<Done>> StartPartsAsync(CancellationToken cancellationToken)
    {
        var journal = OpenJournal();
        var git = new GitClient(new CommandRunner(_time), _time);
        var outside = _options.OutsideEnvironment ?? MinimalEnvironment.Whole();
        var configurations = new LocalConfigurations(git, _layout.Location, outside);
        var snapshots = new Snapshotter(git, _layout.Location, _time);
        var trunks = new LocalTrunks(git, snapshots, configurations, _layout, journal);
        var trunk = await trunks.OpenAsync(move: false, cancellationToken);
        if (!trunk.IsSuccess)
        {
            return trunk.Failure;
        }

        var wiring = new LocalWiring(_layout, journal, _processes, _secrets, _time, _loggers)
        {
            Git = git,
            Snapshots = snapshots,
            Configurations = configurations,
            Trunks = trunks,
            BaseEnvironment = _options.BaseEnvironment ?? MinimalEnvironment.FromCurrent(),
            OutsideEnvironment = outside,
        };
        var parts = wiring.Wire(trunk.Value);
        var listening = await parts.Router.EnsureAsync(trunk.Value.Configuration.Services.Values, cancellationToken);
        if (!listening.IsSuccess)
        {
            await parts.Router.DisposeAsync();
            await parts.Tailer.DisposeAsync();
            return listening;
        }

        _parts = parts;
        await RunAsync(parts, trunk.Value.Configuration, cancellationToken);
        return default(Done);
    }

    private static async Task RunAsync(LocalParts parts, SandboxConfiguration configuration, CancellationToken cancellationToken)
    {
        await parts.Reconciler.StartAsync(cancellationToken);
        parts.Leases.Start();
        if (configuration.Start == StartMode.Eager)
        {
            _ = parts.Baseline.StartAllAsync(); // the states of the services tell how it goes
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "Ended process {Pid}, which an earlier host had left: {Mark}.")]
    private partial void LogStrayEnded(int pid, string mark);

    [LoggerMessage(EventId = 111, Level = LogLevel.Error, Message = "Line {Line} of the journal could not be read (unfinished: {IsTorn}) and was left out: {Text}")]
    private partial void LogDamage(int line, bool isTorn, string text);
}
