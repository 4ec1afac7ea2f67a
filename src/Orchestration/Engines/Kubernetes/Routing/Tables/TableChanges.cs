namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>What differs between two tables.</summary>
/// <param name="IsSame">True when a router does the same with both.</param>
/// <param name="Sandboxes">The sandboxes of which a key differs, came or went.</param>
internal sealed record TableChanges(bool IsSame, IReadOnlySet<string> Sandboxes)
{
    public static TableChanges Between(WireTable? before, WireTable after)
    {
        var old = (before?.Keys ?? []).ToDictionary(key => key.Key, StringComparer.Ordinal);
        var sandboxes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in after.Keys)
        {
            old.Remove(key.Key, out var known);
            if (known is null || !IsSameKey(known, key))
            {
                sandboxes.Add(key.Sandbox);
            }
        }

        sandboxes.UnionWith(old.Values.Select(key => key.Sandbox));
        var isSame = before is not null && sandboxes.Count == 0 && before.Complete == after.Complete && before.UnknownKeys == after.UnknownKeys;
        return new TableChanges(isSame, sandboxes);
    }

    private static bool IsSameKey(WireKey left, WireKey right) =>
        left.Sandbox == right.Sandbox
        && left.State == right.State
        && left.EndReason == right.EndReason
        && left.HopsHash == right.HopsHash
        && left.Forks.Count == right.Forks.Count
        && left.Forks.Zip(right.Forks).All(pair => IsSameFork(pair.First, pair.Second));

    private static bool IsSameFork(WireFork left, WireFork right) =>
        left.Sandbox == right.Sandbox
        && left.Service == right.Service
        && left.Revision == right.Revision
        && left.State == right.State
        && left.Reason == right.Reason
        && left.Hosts.SequenceEqual(right.Hosts, StringComparer.Ordinal)
        && left.Ports.Count == right.Ports.Count
        && left.Ports.All(port => right.Ports.TryGetValue(port.Key, out var target) && target == port.Value);
}
