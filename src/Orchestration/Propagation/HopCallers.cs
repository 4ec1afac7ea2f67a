using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>Who may have made a call. A hop names no caller: it is one of those that were at work when the call came.</summary>
internal static class HopCallers
{
    /// <summary>The hops that were at work when a later one arrived, in the order of arrival.</summary>
    public static IEnumerable<Hop> OpenAt(IReadOnlyList<Hop> hops, Hop later) => hops.Where(hop => WasOpen(hop, later));

    public static bool WasOpen(Hop hop, Hop later) =>
        hop.Sequence < later.Sequence && (hop.Duration is null || hop.Start + hop.Duration > later.Start);
}
