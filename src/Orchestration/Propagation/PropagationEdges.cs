using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>
/// Finds the calls between services in the records of probes. The router gives a keyed request all carriers again at
/// each hop, so every service that the key reached is a test of its own, for each carrier.
/// </summary>
internal static class PropagationEdges
{
    private const HopCarriers All = HopCarriers.Baggage | HopCarriers.Header | HopCarriers.Traceparent;

    public static IReadOnlyList<PassedEdge> Find(ProbeSeries series) =>
        [.. series.Probes.SelectMany((probe, number) => probe.Carrier is null ? [] : Traced(series, probe, number).Concat(Strays(series, probe, number)))];

    private static IEnumerable<PassedEdge> Traced(ProbeSeries series, ProbeRecord probe, int number)
    {
        foreach (var hop in probe.Hops.Skip(1))
        {
            var open = HopCallers.OpenAt(probe.Hops, hop).Where(caller => !caller.External).ToList();
            var likely = open.Where(caller => Calls(series, caller.Service, hop.Service)).ToList();
            if ((likely.LastOrDefault() ?? open.LastOrDefault()) is { } caller)
            {
                var alone = likely.Count == 1 || (likely.Count == 0 && open.Count == 1);
                yield return new PassedEdge(number, caller.Service, hop.Service, GotBy(caller), hop.Carriers & All, alone ? ProofCertainty.Certain : ProofCertainty.Likely, IsStray: false);
            }
        }
    }

    /// <summary>
    /// Requests without any mark are somebody's. They count as the probe's where the path leads to that service, by the
    /// control, and more of them came than while nothing was sent.
    /// </summary>
    private static IEnumerable<PassedEdge> Strays(ProbeSeries series, ProbeRecord probe, int number)
    {
        var controls = series.Probes.Where(other => other.Carrier is null).ToList();
        foreach (var (service, count) in probe.Unattributed.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var isCalled = controls.Count > 0 && controls.All(control => control.Unattributed.GetValueOrDefault(service) > series.Quiet.GetValueOrDefault(service));
            var callers = probe.Hops.Where(hop => !hop.External && Calls(series, hop.Service, service)).ToList();
            if (service == series.Entry || !isCalled || count <= series.Quiet.GetValueOrDefault(service) || (callers.LastOrDefault() ?? probe.Hops.LastOrDefault()) is not { } caller)
            {
                continue;
            }

            var alone = callers.Select(hop => hop.Service).Distinct().Count() == 1 && series.Quiet.GetValueOrDefault(service) == 0;
            yield return new PassedEdge(number, caller.Service, service, GotBy(caller), HopCarriers.None, alone ? ProofCertainty.Likely : ProofCertainty.Possible, IsStray: true);
        }
    }

    private static HopCarriers GotBy(Hop caller) => caller.Key is null ? caller.Carriers & All : All;

    private static bool Calls(ProbeSeries series, string caller, string callee) =>
        series.Calls.TryGetValue(caller, out var called) && called.Contains(callee);
}
