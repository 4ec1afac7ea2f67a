namespace AgentSandbox.Router.Routes;

/// <summary>Whether a routing key still routes.</summary>
public enum KeyState
{
    /// <summary>The key routes to its forks.</summary>
    Live,

    /// <summary>The key's sandbox, route group or plan run has ended; requests that carry it are refused.</summary>
    Ended,
}
