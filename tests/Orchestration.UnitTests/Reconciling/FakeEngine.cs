using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

/// <summary>Forks that only exist in memory; a script says how each build goes.</summary>
internal sealed class FakeEngine : ISandboxEngine
{
    private readonly ConcurrentDictionary<(SandboxId Sandbox, string Service), int> _atWork = new();
    private int _port = 20000;

    public ConcurrentDictionary<(SandboxId Sandbox, string Service, int Revision), Uri> Running { get; } = new();

    /// <summary>What a build began and nobody removed.</summary>
    public ConcurrentDictionary<(SandboxId Sandbox, string Service, int Revision), byte> Files { get; } = new();

    /// <summary>Operations that the contract forbids.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    public ConcurrentQueue<string> Begun { get; } = new();

    /// <summary>Ends when the build is over; returns a failure, throws, or returns null for success.</summary>
    public Func<ForkRevision, CancellationToken, Task<SandboxFailure?>> Build { get; set; } = (_, _) => Task.FromResult<SandboxFailure?>(null);

    public Action<string, int> Removing { get; set; } = (_, _) => { };

    /// <summary>Called when a fork runs, before anybody was told.</summary>
    public Action<ForkRevision> Started { get; set; } = _ => { };

    public IReadOnlyList<SandboxRecord>? Swept { get; private set; }

    public string Name => "fake";

    public EngineCapabilities Capabilities => EngineCapabilities.None;

    public Action<ForkEnded>? ForkEnded { get; set; }

    public Action<ForkRecovered>? ForkRecovered { get; set; }

    public async Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        var key = (revision.Sandbox, revision.Service, revision.Revision);
        if (Running.TryGetValue(key, out var address))
        {
            return new ForkInstance(address);
        }

        if (!_atWork.TryAdd((revision.Sandbox, revision.Service), revision.Revision))
        {
            Violations.Enqueue($"{revision} was begun beside revision {_atWork.GetValueOrDefault((revision.Sandbox, revision.Service))}");
        }

        try
        {
            Begun.Enqueue($"{revision.Service}@{revision.Revision}");
            Files[key] = 0;
            progress.Report(new ForkProgress(ForkPhase.Building));
            if (await Build(revision, cancellationToken) is { } failure)
            {
                return failure;
            }

            cancellationToken.ThrowIfCancellationRequested();
            address = new Uri($"http://127.0.0.1:{Interlocked.Increment(ref _port)}");
            Running[key] = address;
            Started(revision);
            return new ForkInstance(address);
        }
        finally
        {
            _atWork.TryRemove((revision.Sandbox, revision.Service), out _);
        }
    }

    public bool IsRunning(SandboxId sandbox, string service, int revision) => Running.ContainsKey((sandbox, service, revision));

    public Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken)
    {
        Removing(service, revision);
        Running.TryRemove((sandbox, service, revision), out _);
        Files.TryRemove((sandbox, service, revision), out _);
        return Task.CompletedTask;
    }

    public Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        Removing("", 0);
        foreach (var key in Files.Keys.Where(key => key.Sandbox == sandbox))
        {
            Running.TryRemove(key, out _);
            Files.TryRemove(key, out _);
        }

        return Task.CompletedTask;
    }

    /// <summary>The end of a fork as the local engine tells it: first why, then that it does not run.</summary>
    public void Crash(SandboxId sandbox, string service, int revision)
    {
        ForkEnded?.Invoke(new ForkEnded(sandbox, service, revision, Records.Failure(FailureCodes.ForkCrashed)));
        Running.TryRemove((sandbox, service, revision), out _);
    }

    /// <summary>A fork that comes back by itself, as a cluster starts a container again.</summary>
    public void Recover(SandboxId sandbox, string service, int revision)
    {
        Running[(sandbox, service, revision)] = new Uri($"http://127.0.0.1:{Interlocked.Increment(ref _port)}");
        ForkRecovered?.Invoke(new ForkRecovered(sandbox, service, revision));
    }

    public Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken)
    {
        Swept = live;
        return Task.FromResult<IReadOnlyList<string>>([]);
    }

    public Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken) => Task.FromResult<bool?>(false);

    public Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
