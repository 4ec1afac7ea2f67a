using AgentSandbox.Router.Hops;

namespace AgentSandbox.Router.Recording;

/// <summary>One request with its response, in full: secrets included. It must be redacted before it is written anywhere.</summary>
public sealed record RecordedExchange
{
    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>How long it took to its end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long the response's head took; null when there was none.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>The service that was asked.</summary>
    public required string Service { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string Target { get; init; }

    /// <summary>The protocol, such as HTTP/1.1.</summary>
    public required string Protocol { get; init; }

    /// <summary>The request's headers.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; init; }

    /// <summary>The request's body.</summary>
    public required RecordedBody RequestBody { get; init; }

    /// <summary>The status that the client got.</summary>
    public required int Status { get; init; }

    /// <summary>The response's headers.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders { get; init; }

    /// <summary>The response's body; empty where the router itself answered.</summary>
    public required RecordedBody ResponseBody { get; init; }

    /// <summary>Who answered.</summary>
    public required HopAnswer AnsweredBy { get; init; }

    /// <summary>The revision of the fork that the request was routed to.</summary>
    public int? Revision { get; init; }
}
