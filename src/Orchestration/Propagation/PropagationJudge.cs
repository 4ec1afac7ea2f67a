using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>Reads from the routers' records of probes what each service passes on. Never looks at responses.</summary>
internal static class PropagationJudge
{
    private const HopCarriers KeyCarriers = HopCarriers.Baggage | HopCarriers.Header;

    public static PropagationReport Judge(ProbeSeries series)
    {
        var edges = PropagationEdges.Find(series);
        return new PropagationReport
        {
            Key = Find(series, edges, "the key", KeyCarriers),
            Carriers = new Dictionary<KeyCarrier, CarrierFinding>
            {
                [KeyCarrier.Baggage] = Find(series, edges, "baggage", HopCarriers.Baggage),
                [KeyCarrier.Header] = Find(series, edges, "x-sandbox-key", HopCarriers.Header),
                [KeyCarrier.Traceparent] = Find(series, edges, "traceparent", HopCarriers.Traceparent),
            },
            Arrived = Arrived(edges),
            Probes = series.Probes.Count,
            Incomplete = series.Probes.Select(probe => probe.Incomplete).FirstOrDefault(reason => reason is not null),
            Statuses = [.. series.Probes.Select(probe => probe.Status).Distinct().Order()],
        };
    }

    /// <summary>Something travels when any of <paramref name="carriers"/> does.</summary>
    private static CarrierFinding Find(ProbeSeries series, IReadOnlyList<PassedEdge> edges, string name, HopCarriers carriers)
    {
        var tested = edges.Where(edge => (edge.Got & carriers) != 0).ToList();
        var first = tested.Where(edge => (edge.Arrived & carriers) == 0).GroupBy(edge => edge.Probe).Select(group => group.First()).ToList();
        if (tested.Count == 0)
        {
            return new CarrierFinding
            {
                Verdict = PropagationVerdict.Untested,
                Reason = $"No service that got {name} called another one: {(series.Probes.Any(probe => probe.Hops.Count > 0) ? "the path ends at " + series.Entry : "the routers recorded no hop")}.",
            };
        }

        return first.Count > 0 ? Lost(series, tested, first, name) : new CarrierFinding
        {
            Verdict = PropagationVerdict.Passed,
            Reason = $"{name} arrived with each of {tested.Count} calls between services, in {tested.Select(edge => edge.Probe).Distinct().Count()} probes.",
        };
    }

    private static CarrierFinding Lost(ProbeSeries series, List<PassedEdge> tested, List<PassedEdge> first, string name)
    {
        var loss = first.GroupBy(edge => (edge.Caller, edge.Callee)).OrderByDescending(group => group.Count()).First().ToList();
        var edge = loss[0];
        var probes = tested.Where(other => other.Caller == edge.Caller).Select(other => other.Probe).Distinct().Count();
        var (got, called) = (loss.Count, probes);

        // What happens now and then is less sure to be this service's doing.
        var certainty = got == called ? edge.Certainty : Weaker(edge.Certainty);
        var why = edge.IsStray
            ? $"{edge.Caller} got {name}, and {edge.Callee} got a request with nothing that tells whose it is, in {got} of {called} probes. {Control(series, edge)}"
            : $"{edge.Caller} got {name} and called {edge.Callee} without it, in {got} of {called} probes.";
        return new CarrierFinding
        {
            Verdict = PropagationVerdict.Lost,
            LostIn = edge.Caller,
            LostBefore = edge.Callee,
            Certainty = certainty,
            Reason = why,
        };
    }

    private static string Control(ProbeSeries series, PassedEdge edge) => series.Quiet.GetValueOrDefault(edge.Callee) switch
    {
        0 => $"The control without a key led to {edge.Callee} too, and none came while nothing was sent.",
        var others => $"Others send such requests too: {others} came while nothing was sent.",
    };

    private static ProofCertainty Weaker(ProofCertainty certainty) => certainty == ProofCertainty.Certain ? ProofCertainty.Likely : ProofCertainty.Possible;

    // What every call brought, so that one call without it shows.
    private static List<KeyValuePair<string, HopCarriers>> Arrived(IReadOnlyList<PassedEdge> edges) =>
        [.. edges.GroupBy(edge => edge.Callee).Select(group => KeyValuePair.Create(group.Key, group.Where(IsOfTheKey).DefaultIfEmpty(group.First()).Aggregate((HopCarriers)~0, (all, edge) => all & edge.Arrived)))];

    private static bool IsOfTheKey(PassedEdge edge) => (edge.Got & KeyCarriers) != 0;
}
