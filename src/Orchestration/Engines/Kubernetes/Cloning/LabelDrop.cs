using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Finds the fewest labels that a fork's pods must lose so that nothing of the baseline selects them.</summary>
/// <remarks>
/// Dropping is not monotonic: a selector with <c>NotIn</c> begins to match once the label is gone. So whole sets are
/// tried, from small to large, rather than one label per selector. Workload selectors have few keys; where they have
/// many, a greedy choice stands in, and every set is checked in the end.
/// </remarks>
internal static class LabelDrop
{
    private const int MaxKeysTriedInFull = 12;

    /// <summary>The keys to drop, ordered; among sets of equal size the one with the fewest <paramref name="precious"/> keys, then the first by name.</summary>
    /// <param name="labels">The labels of the baseline's pods.</param>
    /// <param name="own">The labels that each fork has; they replace equal ones.</param>
    /// <param name="selectors">What must not match.</param>
    /// <param name="precious">Keys that something else looks at.</param>
    /// <returns>Null when no set helps.</returns>
    public static IReadOnlyList<string>? Find(
        IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> own, IReadOnlyList<LabelSelector> selectors, IReadOnlySet<string> precious)
    {
        var keys = selectors.SelectMany(selector => selector.Keys).Distinct().Where(key => labels.ContainsKey(key) && !own.ContainsKey(key)).Order(StringComparer.Ordinal).ToList();
        var sets = keys.Count <= MaxKeysTriedInFull ? AllSets(keys, precious) : [Greedy(labels, own, selectors, keys)];
        return sets.FirstOrDefault(drop => !IsSelected(Without(labels, own, drop), selectors));
    }

    /// <summary>The labels that stay, and the fork's own.</summary>
    public static IReadOnlyDictionary<string, string> Without(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> own, IReadOnlyCollection<string> drop)
    {
        var left = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels.Where(label => !drop.Contains(label.Key)).Concat(own))
        {
            left[key] = value;
        }

        return left;
    }

    /// <summary>What selects the pods of a Service: for an enrolled one both the router's selector and its original.</summary>
    public static IEnumerable<LabelSelector> SelectorsOf(JsonObject service)
    {
        IEnumerable<LabelSelector?> both =
            [LabelSelector.OfMap(service.TextsAt("spec", "selector")), LabelSelector.OfMap(Enrolment.EnrolledService.OriginalSelector(service))];
        return both.OfType<LabelSelector>();
    }

    private static IEnumerable<IReadOnlyList<string>> AllSets(List<string> keys, IReadOnlySet<string> precious) =>
        Enumerable.Range(0, 1 << keys.Count)
            .Select(bits => (IReadOnlyList<string>)[.. keys.Where((_, index) => (bits & (1 << index)) != 0)])
            .OrderBy(set => set.Count)
            .ThenBy(set => set.Count(precious.Contains))
            .ThenBy(set => string.Join('\n', set), StringComparer.Ordinal);

    private static IReadOnlyList<string> Greedy(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> own, IReadOnlyList<LabelSelector> selectors, List<string> keys)
    {
        var drop = new SortedSet<string>(StringComparer.Ordinal);
        while (selectors.Where(selector => selector.Matches(Without(labels, own, drop))).ToList() is { Count: > 0 } matching
            && keys.Where(key => !drop.Contains(key) && matching.Any(selector => selector.Keys.Contains(key))).MaxBy(key => matching.Count(selector => selector.Keys.Contains(key))) is { } best)
        {
            drop.Add(best);
        }

        return [.. drop];
    }

    private static bool IsSelected(IReadOnlyDictionary<string, string> labels, IReadOnlyList<LabelSelector> selectors) => selectors.Any(selector => selector.Matches(labels));
}
