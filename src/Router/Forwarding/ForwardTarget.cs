using AgentSandbox.Router.Recording;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Where one request goes, and what is written on it.</summary>
internal sealed class ForwardTarget
{
    public required UpstreamAddress Upstream { get; init; }

    /// <summary>The path and query, exactly as sent.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>HTTP/2 with prior knowledge instead of HTTP/1.1.</summary>
    public required bool Http2 { get; init; }

    /// <summary>Somebody else's service: its own Host.</summary>
    public required bool External { get; init; }

    /// <summary>The key to write; null to leave the carriers as they are.</summary>
    public required RoutingKey? Key { get; init; }

    /// <summary>The request id to write with the key.</summary>
    public required string? RequestId { get; init; }

    /// <summary>The <c>traceparent</c> to add; null to leave it as it is.</summary>
    public required string? Traceparent { get; init; }

    /// <summary>Our carriers must not leave: they are taken out.</summary>
    public required bool StripCarriers { get; init; }

    /// <summary>Add the forwarded headers.</summary>
    public required bool AddForwarded { get; init; }

    /// <summary>What <c>x-sandbox-route</c> says in the response; null for none.</summary>
    public required string? RouteLabel { get; init; }

    /// <summary>Called once, when the response of the upstream begins.</summary>
    public required Action<int> ResponseStarted { get; init; }

    /// <summary>Gets a copy of what goes by; null for nearly every request.</summary>
    public ExchangeTap? Exchange { get; init; }
}
