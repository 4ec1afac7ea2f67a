using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Forwarding;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Recording;
using AgentSandbox.Router.Routes;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.Listeners;

/// <summary>One request on its way: what was read of it, where it goes, and its hop.</summary>
internal sealed class RequestContext(HttpContext http, string service, string target, CarrierReading reading)
{
    public HttpContext Http { get; } = http;

    public string Service { get; } = service;

    public string Target { get; } = target;

    public CarrierReading Reading { get; } = reading;

    /// <summary>It carries a key in our sense: one of our carriers, or a key that the table knows.</summary>
    public bool Keyed { get; set; }

    public string? RequestId { get; set; } = reading.RequestId;

    public string? TraceId { get; set; } = reading.TraceId;

    public HopEntry? Hop { get; set; }

    /// <summary>Its copy, where traffic is recorded.</summary>
    public ExchangeTap? Exchange { get; set; }

    public RouteDecision Decision { get; set; }

    /// <summary>The address in force, which for a dormant baseline is known only after its start.</summary>
    public UpstreamAddress? Upstream { get; set; }

    /// <summary>All addresses that the decision leads to.</summary>
    public IReadOnlyList<UpstreamAddress> Replicas { get; set; } = [];

    /// <summary>Addresses that could not be reached, in the order of the tries.</summary>
    public IReadOnlyList<UpstreamAddress> Unreachable { get; set; } = [];

    public string? KeyText => Keyed ? Problems.RouteProblems.Quote(Reading.Key.ToString(), RoutingKey.MaxLength) : null;

    public ForwardTarget CreateTarget(RouterOptions options, Action<int> responseStarted)
    {
        var baseline = Decision.Baseline;
        var external = Decision.Outcome != RouteOutcome.Fork && baseline is { External: true };
        var carries = !external || baseline is { CarryKey: true };
        var key = Decision.Key;
        return new ForwardTarget
        {
            Upstream = Upstream ?? throw new InvalidOperationException("A request without an upstream cannot be forwarded."),
            PathAndQuery = Target,
            Http2 = Http.Request.Protocol is "HTTP/2",
            External = external,
            Key = carries ? key?.Key : null,
            RequestId = RequestId,
            Traceparent = carries && key is not null && !Reading.HasTraceparent && TraceId is not null ? TraceParent.Compose(TraceId) : null,
            StripCarriers = !carries,
            AddForwarded = !external && options.ForwardedHeaders switch
            {
                ForwardedHeadersPolicy.AllRequests => true,
                ForwardedHeadersPolicy.KeyedRequests => key is not null,
                _ => false,
            },
            RouteLabel = RouteLabel.For(Service, Decision),
            ResponseStarted = responseStarted,
            Exchange = Exchange,
        };
    }
}
