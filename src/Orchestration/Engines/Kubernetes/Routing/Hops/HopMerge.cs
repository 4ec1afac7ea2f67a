using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>Makes one record of what several routers told. Pure.</summary>
internal static class HopMerge
{
    /// <param name="readings">What each registered router told.</param>
    /// <param name="carried">The key that the request carries.</param>
    /// <param name="incomplete">What is known to be missing besides routers that did not answer.</param>
    /// <param name="now">The gatherer's clock.</param>
    public static WireHops Merge(IReadOnlyList<RouterReading> readings, string? carried, IReadOnlyList<string> incomplete, DateTimeOffset now)
    {
        var told = readings.Where(reading => reading.Hops is not null).ToList();
        var hops = told
            .SelectMany(reading => reading.Hops!.Hops.Select(hop => (reading.Router, hop: hop with { Start = hop.Start - reading.ClockAhead }))) // filtered above
            .OrderBy(entry => entry.hop.Start).ThenBy(entry => entry.Router, StringComparer.Ordinal).ThenBy(entry => entry.hop.Sequence)
            .Select((entry, index) => entry.hop with { Sequence = index + 1, LostKey = entry.hop.LostKey ?? (entry.hop.Key is null ? carried : null) })
            .ToList();
        List<string> missing = [.. incomplete, .. readings.Where(reading => reading.Hops is null).Select(reading => $"router {reading.Router} did not tell its hops")];
        return new WireHops
        {
            Hops = hops,
            InFlight = told.Sum(reading => reading.Hops!.InFlight),
            Overflowed = told.Any(reading => reading.Hops!.Overflowed),
            Incomplete = missing.Count == 0 ? null : string.Join("; ", missing.Distinct()) + ".",
            Unattributed = Sum(told.Select(reading => reading.Hops!.Unattributed)),
            KeyedStrays = Sum(told.Select(reading => reading.Hops!.KeyedStrays)),
            Now = now,
        };
    }

    /// <summary>What is sure of a difference of clocks: what an answer that took as long as it did cannot explain.</summary>
    public static TimeSpan ClockAhead(DateTimeOffset sent, DateTimeOffset received, DateTimeOffset told)
    {
        if (told > received)
        {
            return told - received;
        }

        return told < sent ? told - sent : TimeSpan.Zero;
    }

    private static Dictionary<string, int> Sum(IEnumerable<IReadOnlyDictionary<string, int>> counts) => counts
        .SelectMany(count => count)
        .GroupBy(count => count.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Sum(count => count.Value), StringComparer.Ordinal);
}
