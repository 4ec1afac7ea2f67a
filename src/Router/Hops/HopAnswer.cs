namespace AgentSandbox.Router.Hops;

/// <summary>Who answered a request, from the router's own records.</summary>
public enum HopAnswer
{
    /// <summary>Nobody yet: the request is in flight and no response has begun.</summary>
    Pending,

    /// <summary>The fork that the hop names.</summary>
    Fork,

    /// <summary>The baseline of the service.</summary>
    Baseline,

    /// <summary>The router itself, with an error; a fork that the hop names did not answer.</summary>
    Router,
}
