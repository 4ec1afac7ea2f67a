namespace AgentSandbox.Router.Routes;

/// <summary>How the baseline of a service stands.</summary>
public enum BaselineState
{
    /// <summary>It answers at its address.</summary>
    Ready,

    /// <summary>It is started by the first request that needs it.</summary>
    Dormant,

    /// <summary>The baseline does not have this service; only a branch's configuration does.</summary>
    Absent,

    /// <summary>It should run but does not; the reason says why.</summary>
    Unavailable,
}
