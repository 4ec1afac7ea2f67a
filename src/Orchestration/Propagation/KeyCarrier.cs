namespace AgentSandbox.Orchestration.Propagation;

/// <summary>What a service can pass on that says where a request belongs.</summary>
public enum KeyCarrier
{
    /// <summary>The member <c>sandbox</c> of the header <c>baggage</c>.</summary>
    Baggage,

    /// <summary>The header <c>x-sandbox-key</c>.</summary>
    Header,

    /// <summary>The header <c>traceparent</c>: holds no key, and joins the hops of one request.</summary>
    Traceparent,
}
