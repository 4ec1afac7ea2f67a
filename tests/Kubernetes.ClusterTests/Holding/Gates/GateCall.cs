namespace AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;

/// <summary>One call to the API server.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Path and query, as they were sent.</param>
internal sealed record GateCall(string Method, string Target)
{
    public bool IsWatch => Target.Contains("watch=true", StringComparison.Ordinal) || Target.Contains("watch=1", StringComparison.Ordinal);

    /// <summary>True for what changes something that lasts; an election's Lease and questions about rights do not count.</summary>
    public bool IsWrite => Method != HttpMethod.Get.Method
        && !Target.Contains("/leases", StringComparison.Ordinal)
        && !Target.Contains("reviews", StringComparison.Ordinal);

    /// <summary>For people: what is done to which kind of object.</summary>
    public override string ToString() => $"{Method} {Target.Split('?')[0]}";
}
