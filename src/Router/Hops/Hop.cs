namespace AgentSandbox.Router.Hops;

/// <summary>One request as the router saw it. Never holds bodies, query strings or header values of services.</summary>
public sealed record Hop
{
    /// <summary>The order of arrival at this router.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>How long it took to its end; null while it is in flight.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The service that was called.</summary>
    public required string Service { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as sent, without the query, cut at 256 characters.</summary>
    public required string Path { get; init; }

    /// <summary>The key that the request carried; null when it carried none.</summary>
    public string? Key { get; init; }

    /// <summary>For a request without a key: the key of the trace that it belongs to. The key was lost on the way here.</summary>
    public string? LostKey { get; init; }

    /// <summary>The identifier in <c>sandbox-request</c>, as it arrived or as the router chose it.</summary>
    public string? RequestId { get; init; }

    /// <summary>The trace id, as it arrived or as the router chose it.</summary>
    public string? TraceId { get; init; }

    /// <summary>What the request carried on arrival.</summary>
    public HopCarriers Carriers { get; init; }

    /// <summary>Who answered.</summary>
    public HopAnswer AnsweredBy { get; init; }

    /// <summary>The sandbox of the fork that the request was routed to, also when that fork did not answer.</summary>
    public string? Sandbox { get; init; }

    /// <summary>The revision of that fork.</summary>
    public int? Revision { get; init; }

    /// <summary>The status sent to the client; null while none was sent.</summary>
    public int? Status { get; init; }

    /// <summary>A code of <see cref="RouterErrorCodes"/> when something failed.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The service is run by somebody else; routing ends here.</summary>
    public bool External { get; init; }
}
