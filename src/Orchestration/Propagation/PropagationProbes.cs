using System.Diagnostics;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;
using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>
/// Sends GET requests, each keyed one with a key of its own that ends with the check, so that every hop is known to be
/// of one probe whatever was lost on its way.
/// </summary>
internal sealed class PropagationProbes(RunKeys keys, IRouteSync routes, IHopSource hops, IServiceClient client, TimeProvider time)
{
    private static readonly TimeSpan s_probeLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_seriesLimit = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortestQuiet = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestQuiet = TimeSpan.FromSeconds(1);
    private static readonly KeyCarrier?[] s_rounds =
    [
        null, KeyCarrier.Baggage, KeyCarrier.Header, KeyCarrier.Traceparent, KeyCarrier.Baggage, KeyCarrier.Header, KeyCarrier.Traceparent,
    ];

    /// <summary>Sends the probes and controls, one after the other.</summary>
    public async Task<Result<ProbeSeries>> SendAsync(
        SandboxId? sandbox, BaselineService entry, string path, IReadOnlyList<BaselineService> services, CancellationToken cancellationToken)
    {
        var probeKeys = s_rounds.Where(IsKeyed).Select(_ => keys.BeginProbe(sandbox)).ToList();
        try
        {
            await routes.SyncAsync(cancellationToken);
            return await SendAllAsync(sandbox, probeKeys, entry, path, services, cancellationToken);
        }
        finally
        {
            probeKeys.ForEach(keys.Drop);

            // Not the caller's token: the keys go in any case.
            await routes.SyncAsync(CancellationToken.None);
        }
    }

    private static bool IsKeyed(KeyCarrier? carrier) => carrier is KeyCarrier.Baggage or KeyCarrier.Header;

    private async Task<Result<ProbeSeries>> SendAllAsync(
        SandboxId? sandbox, List<RunKey> probeKeys, BaselineService entry, string path, IReadOnlyList<BaselineService> services, CancellationToken cancellationToken)
    {
        var (probes, left) = (new List<ProbeRecord>(), new Queue<RunKey>(probeKeys));
        var (started, longest) = (time.GetTimestamp(), s_shortestQuiet);
        foreach (var carrier in s_rounds)
        {
            var begun = time.GetTimestamp();
            var probe = await SendAsync(sandbox, carrier, IsKeyed(carrier) ? left.Dequeue().Key : null, entry, path, cancellationToken);
            if (!probe.IsSuccess)
            {
                return probe.Failure;
            }

            probes.Add(probe.Value);
            longest = time.GetElapsedTime(begun) is var took && took > longest ? took : longest;
            if (time.GetElapsedTime(started) > s_seriesLimit)
            {
                break;
            }
        }

        var quiet = await ListenAsync(sandbox, longest < s_longestQuiet ? longest : s_longestQuiet, cancellationToken);
        return !quiet.IsSuccess ? quiet.Failure : new ProbeSeries
        {
            Entry = entry.Name,
            Probes = probes,
            Quiet = quiet.Value,
            Calls = services.ToDictionary(service => service.Name, service => service.Calls),
        };
    }

    private async Task<Result<ProbeRecord>> SendAsync(
        SandboxId? sandbox, KeyCarrier? carrier, RoutingKey? key, BaselineService entry, string path, CancellationToken cancellationToken)
    {
        var (requestId, traceId) = (Guid.NewGuid().ToString("n"), ActivityTraceId.CreateRandom().ToHexString());
        var request = new RoutedRequest { Sandbox = default, Service = entry.Name, Path = path, Protocol = entry.Protocol, MaxBodyBytes = 0, Timeout = s_probeLimit };
        var watching = await hops.WatchAsync(new HopQuery { RequestId = requestId, TraceId = traceId, Carried = key, OwnsKey = key is not null, Key = sandbox?.Key ?? key }, cancellationToken);
        if (!watching.IsSuccess)
        {
            return watching.Failure;
        }

        await using var watch = watching.Value;
        var response = await client.SendAsync(entry.RouterAddress, request, Headers(carrier, key, requestId, traceId), cancellationToken);
        if (!response.IsSuccess)
        {
            return response.Failure;
        }

        await watch.WaitIdleAsync(s_settle, cancellationToken);
        var snapshot = watch.Snapshot();
        return new ProbeRecord
        {
            Carrier = carrier,
            Status = response.Value.Status,
            Hops = snapshot.Hops,
            Incomplete = snapshot.Incomplete,
            Unattributed = watch.Unattributed(),
        };
    }

    /// <summary>Which requests come without us.</summary>
    private async Task<Result<IReadOnlyDictionary<string, int>>> ListenAsync(SandboxId? sandbox, TimeSpan duration, CancellationToken cancellationToken)
    {
        var query = new HopQuery { RequestId = Guid.NewGuid().ToString("n"), TraceId = ActivityTraceId.CreateRandom().ToHexString(), Key = sandbox?.Key };
        var watching = await hops.WatchAsync(query, cancellationToken);
        if (!watching.IsSuccess)
        {
            return watching.Failure;
        }

        await using var watch = watching.Value;
        await Task.Delay(duration, time, cancellationToken);
        await watch.WaitIdleAsync(TimeSpan.Zero, cancellationToken);
        return Result<IReadOnlyDictionary<string, int>>.Success(watch.Unattributed());
    }

    // The request id names no sandbox: it only joins the hops.
    private static Dictionary<string, string> Headers(KeyCarrier? carrier, RoutingKey? key, string requestId, string traceId) => carrier switch
    {
        KeyCarrier.Baggage => new() { ["baggage"] = $"{Carrier.OwnMemberName}={key},{Carrier.RequestMemberName}={requestId}" },
        KeyCarrier.Header => new() { [Carrier.OwnHeaderName] = $"{key}", ["baggage"] = $"{Carrier.RequestMemberName}={requestId}" },
        KeyCarrier.Traceparent => new() { ["traceparent"] = $"00-{traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01" },
        _ => [],
    };
}
