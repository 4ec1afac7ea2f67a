using System.Diagnostics;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;
using AgentSandbox.Router.Carriers;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>Sends a request with a key and judges from the routers' records who answered it.</summary>
internal sealed class ProvenRequests(IHopSource hops, IServiceClient client)
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);
    private static readonly IReadOnlyDictionary<string, string> s_noHeaders = new Dictionary<string, string>();

    /// <summary>Sends with a key, waits for the hops to end, judges.</summary>
    /// <param name="sandboxes">The sandbox whose forks should answer; of a route group all of its sandboxes.</param>
    /// <param name="key">The key of the sandbox, of the group, or of a run.</param>
    /// <param name="request">What to send; already checked.</param>
    /// <param name="service">The service that is asked first.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<(ObservedResponse Response, RequestProof Proof)>> SendAsync(
        IReadOnlyList<SandboxRecord> sandboxes, RoutingKey key, RoutedRequest request, BaselineService service, CancellationToken cancellationToken)
    {
        var requestId = Guid.NewGuid().ToString("n");
        var traceId = ActivityTraceId.CreateRandom().ToHexString();
        var headers = new Dictionary<string, string>(HeadersOf(key, requestId))
        {
            ["traceparent"] = $"00-{traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01",
        };
        var watching = await hops.WatchAsync(new HopQuery { RequestId = requestId, TraceId = traceId, Carried = key, Key = key }, cancellationToken);
        if (!watching.IsSuccess)
        {
            return watching.Failure;
        }

        await using var watch = watching.Value;
        var response = await client.SendAsync(service.RouterAddress, request with { Protocol = service.Protocol }, headers, cancellationToken);
        if (!response.IsSuccess)
        {
            return response.Failure with { Message = response.Failure.Message + await HopsSoFarAsync(watch, cancellationToken) };
        }

        await watch.WaitIdleAsync(s_settle, cancellationToken);
        var proof = ProofJudge.Judge(new ProofInput
        {
            Sandboxes = [.. sandboxes.Select(record => record.Spec.Id.Value)],
            ForkedServices = [.. sandboxes.SelectMany(record => record.Spec.Forks.Keys).Distinct(StringComparer.Ordinal)],
            Snapshot = watch.Snapshot(),
            Unattributed = watch.Unattributed(),
            KeyedStrays = watch.KeyedStrays(),
        });
        return (response.Value, proof);
    }

    /// <summary>Sends without a key.</summary>
    /// <param name="request">What to send; already checked.</param>
    /// <param name="service">The service that is asked first.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Result<ObservedResponse>> SendToBaselineAsync(RoutedRequest request, BaselineService service, CancellationToken cancellationToken) =>
        client.SendAsync(service.RouterAddress, request with { Protocol = service.Protocol }, s_noHeaders, cancellationToken);

    /// <summary>The headers that make a request one of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="requestId">Joins the hops of one request; null for requests that others make.</param>
    public static IReadOnlyDictionary<string, string> HeadersOf(RoutingKey key, string? requestId) => new Dictionary<string, string>
    {
        ["baggage"] = requestId is null
            ? $"{Carrier.OwnMemberName}={key}"
            : $"{Carrier.OwnMemberName}={key},{Carrier.RequestMemberName}={requestId}",
        [Carrier.OwnHeaderName] = key.Value,
    };

    private static async Task<string> HopsSoFarAsync(IHopWatch watch, CancellationToken cancellationToken)
    {
        await watch.WaitIdleAsync(TimeSpan.Zero, cancellationToken);
        var hops = watch.Snapshot().Hops.Select(hop => $"{hop.Service} ({hop.AnsweredBy.ToString().ToLowerInvariant()})").ToList();
        return hops.Count == 0 ? string.Empty : $" It came as far as: {string.Join(" → ", hops)}.";
    }
}
