namespace AgentSandbox.Router.Hops;

/// <summary>What a request carried when it arrived at the router.</summary>
[Flags]
public enum HopCarriers
{
    /// <summary>Nothing that says where the request belongs.</summary>
    None = 0,

    /// <summary>A key in the baggage member <c>sandbox</c>.</summary>
    Baggage = 1,

    /// <summary>A key in the header <c>x-sandbox-key</c>.</summary>
    Header = 2,

    /// <summary>A valid <c>traceparent</c>.</summary>
    Traceparent = 4,

    /// <summary>The baggage member <c>sandbox-request</c>.</summary>
    RequestId = 8,

    /// <summary>A value in a configured carrier of another tool.</summary>
    Foreign = 16,
}
