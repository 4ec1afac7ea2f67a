using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>Makes forks run. Knows nothing of routes, keys' meaning or leases.</summary>
/// <remarks>
/// All operations can be repeated and are safe for concurrent use on different forks; the reconciler never runs two
/// at once on one fork. Cancelling leaves nothing running for the revision that was asked for.
/// </remarks>
public interface ISandboxEngine
{
    /// <summary>Its name, as the configuration writes it.</summary>
    string Name { get; }

    /// <summary>What it can do beyond the core.</summary>
    EngineCapabilities Capabilities { get; }

    /// <summary>Called when a running revision ends by itself. Set once, before the first operation.</summary>
    Action<ForkEnded>? ForkEnded { get; set; }

    /// <summary>Called when a revision that had ended answers again, where something else than this program starts it anew, as a cluster does. Set once, before the first operation.</summary>
    Action<ForkRecovered>? ForkRecovered
    {
        get => null;
        set { }
    }

    /// <summary>Says what keeps the engine from a use of it, everything at once; null when nothing is known to.</summary>
    /// <param name="use">What is about to be done.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    Task<SandboxFailure?> CheckAsync(EngineUse use, CancellationToken cancellationToken) => Task.FromResult<SandboxFailure?>(null);

    /// <summary>Captures files, so that later edits do not matter to the revision.</summary>
    /// <param name="request">Which files.</param>
    /// <param name="cancellationToken">Cancels the capture.</param>
    Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken);

    /// <summary>Says whether a working tree has changed since it was captured; null when that cannot be told, as for a ref or a tree that is gone.</summary>
    /// <param name="source">What was captured.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken);

    /// <summary>Says how to fork a service as the captured configuration describes it, or why it cannot be forked.</summary>
    /// <param name="source">Captured files.</param>
    /// <param name="services">The services to fork; empty to be told which ones the change touches.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The names of the services to fork.</returns>
    Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken);

    /// <summary>Says in lines how the configuration of the captured files differs from the baseline's; values of variables are never shown.</summary>
    /// <param name="source">Captured files.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>No lines when it does not differ, or when the engine's forks have no configuration of their own.</returns>
    Task<IReadOnlyList<string>> DescribeDifferenceAsync(ForkSource source, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Builds, starts and health-checks a revision, or returns at once when it runs already.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Cancels; what was started is ended.</param>
    Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken);

    /// <summary>True while the revision's process runs under this engine.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="service">The service.</param>
    /// <param name="revision">The revision.</param>
    bool IsRunning(SandboxId sandbox, string service, int revision);

    /// <summary>Ends a revision and removes its files. Its logs stay until the sandbox goes.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="service">The service.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken);

    /// <summary>Ends and removes whatever is left of a sandbox.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>Ends and removes what belongs to no sandbox of <paramref name="live"/>.</summary>
    /// <param name="live">All sandboxes that exist.</param>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    /// <returns>What was removed, in words.</returns>
    Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken);

    /// <summary>Reads the output of a fork or of a baseline service.</summary>
    /// <param name="request">Whose output, and which part.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken);
}
