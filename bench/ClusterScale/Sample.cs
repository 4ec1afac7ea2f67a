namespace AgentSandbox.Bench.ClusterScale;

/// <summary>The metrics of one moment, by name with labels.</summary>
internal sealed record Sample(IReadOnlyDictionary<string, double> Values)
{
    private const string Calls = "agentsandbox_api_requests_total{";

    private static readonly string[] s_writes = ["create", "update", "patch", "delete"];

    public double Memory => Values.GetValueOrDefault("process_resident_memory_bytes");

    /// <summary>What is in use after the last collection; the rest of the memory is kept for later.</summary>
    public double Heap => Values.GetValueOrDefault("dotnet_gc_heap_size_bytes");

    public bool IsElected => Values.GetValueOrDefault("agentsandbox_operator_elected") == 1;

    /// <summary>Calls since another moment, by verb, kind and code; what did not happen is left out.</summary>
    public IReadOnlyList<(string Verb, string Kind, string Code, double Count)> CallsSince(Sample before) =>
    [
        .. Values.Where(pair => pair.Key.StartsWith(Calls, StringComparison.Ordinal))
            .Select(pair => (Labels: pair.Key[Calls.Length..^1].Split(',').Select(label => label.Split('=')[1].Trim('"')).ToList(), Count: pair.Value - before.Values.GetValueOrDefault(pair.Key)))
            .Where(call => call.Count > 0)
            .Select(call => (call.Labels[0], call.Labels[1], call.Labels[2], call.Count))
            .OrderByDescending(call => call.Count),
    ];

    /// <summary>Writes since another moment that are not the election's.</summary>
    public IReadOnlyList<(string Verb, string Kind, string Code, double Count)> WritesSince(Sample before) =>
        [.. CallsSince(before).Where(call => s_writes.Contains(call.Verb) && call.Kind != "leases" && !call.Kind.EndsWith("reviews", StringComparison.Ordinal))];
}
