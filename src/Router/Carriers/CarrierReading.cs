using AgentSandbox.Router.Hops;

namespace AgentSandbox.Router.Carriers;

/// <summary>What the carriers of one request say.</summary>
internal readonly record struct CarrierReading
{
    /// <summary>The key's text as it was carried; not yet known to be a key.</summary>
    public ReadOnlyMemory<char> Key { get; init; }

    public KeyOrigin Origin { get; init; }

    /// <summary>A second key that differs from the first: the request must be refused.</summary>
    public string? ConflictingKey { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>There is a <c>traceparent</c> header, valid or not.</summary>
    public bool HasTraceparent { get; init; }

    public HopCarriers Carriers { get; init; }
}
