namespace AgentSandbox.Router.Routes;

/// <summary>How a fork stands.</summary>
public enum ForkState
{
    /// <summary>It answers at its address.</summary>
    Ready,

    /// <summary>It crashed or is not healthy; requests for it are refused and never fall back to the baseline.</summary>
    Unavailable,
}
