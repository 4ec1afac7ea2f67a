namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>Settings of the reconciler.</summary>
public sealed class ReconcilerOptions
{
    /// <summary>How long requests on their way to a replaced revision may take before it is ended. Default 30 s.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before a pass that threw is tried again. Default 2 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
