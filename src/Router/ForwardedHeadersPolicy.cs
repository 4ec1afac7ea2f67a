namespace AgentSandbox.Router;

/// <summary>Which requests get <c>X-Forwarded-For</c>, <c>-Host</c>, <c>-Proto</c> and <c>Forwarded</c>.</summary>
public enum ForwardedHeadersPolicy
{
    /// <summary>Only keyed requests, so that unkeyed ones arrive as they would without the router.</summary>
    KeyedRequests,

    /// <summary>All requests.</summary>
    AllRequests,

    /// <summary>None.</summary>
    Never,
}
