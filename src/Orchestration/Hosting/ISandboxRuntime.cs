using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>An engine as it runs inside the host of a repository.</summary>
public interface ISandboxRuntime : IAsyncDisposable
{
    /// <summary>True while this host is needed for a sandbox.</summary>
    bool HasSandboxes { get; }

    /// <summary>The time without sandboxes and calls after which the host ends.</summary>
    TimeSpan HostIdle { get; }

    /// <summary>A port that was remembered under a name; null when there is none. Usable before the start.</summary>
    /// <param name="name">The name.</param>
    int? RememberedPort(string name);

    /// <summary>Remembers a port across restarts.</summary>
    /// <param name="name">The name.</param>
    /// <param name="port">The port.</param>
    void RememberPort(string name, int port);

    /// <summary>Begins to work.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    Task<Result<Done>> StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends what belongs to this host. Sandboxes stay.</summary>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Removes what belongs to no sandbox.</summary>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    /// <returns>What was removed.</returns>
    Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken);
}
