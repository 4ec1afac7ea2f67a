using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>The stable environment that runs trunk, as one engine runs it.</summary>
public interface IBaseline
{
    /// <summary>Called when the state or address of any service changed. Set once, before the first operation.</summary>
    Action? Changed { get; set; }

    /// <summary>What it runs.</summary>
    /// <param name="cancellationToken">Cancels the look at the repository.</param>
    Task<BaselineInfo> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Names all that its answers depend on and that is known here: files, settings, images. Null where that cannot be told.</summary>
    /// <param name="cancellationToken">Cancels the look at the files.</param>
    Task<string?> DigestAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Its services now, ordered by name.</summary>
    IReadOnlyList<BaselineService> Services { get; }

    /// <summary>Starts a service, when it does not run, and waits until it is healthy.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Ends the wait, not the start: others may wait for it too.</param>
    Task<Result<BaselineService>> EnsureAsync(string service, CancellationToken cancellationToken);

    /// <summary>Stops all services; they start again when needed.</summary>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Moves to where trunk points now; services that ran are started again from there.</summary>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    Task<Result<BaselineInfo>> UpdateAsync(CancellationToken cancellationToken);
}
