namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>How far the newest requested revision of a fork has come.</summary>
public enum ForkPhase
{
    /// <summary>Waits for a free build place.</summary>
    Queued,

    /// <summary>Its files are being written and built.</summary>
    Building,

    /// <summary>Its process runs and has not yet passed its health check.</summary>
    Starting,

    /// <summary>It is healthy and its route is being confirmed by the routers.</summary>
    Routing,

    /// <summary>It serves the sandbox's requests.</summary>
    Ready,

    /// <summary>It could not be built, started or become healthy. An older revision may still serve.</summary>
    Failed,

    /// <summary>It served, and its process has ended by itself.</summary>
    Crashed,
}
