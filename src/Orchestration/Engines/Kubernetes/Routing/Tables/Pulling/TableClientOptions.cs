namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;

/// <summary>How a router gets its table.</summary>
internal sealed record TableClientOptions
{
    /// <summary>The operator's Service, such as <c>http://agent-sandbox-operator.tools:9900</c>.</summary>
    public required Uri Operator { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The name of this pod, by which it acknowledges.</summary>
    public required string Pod { get; init; }

    /// <summary>Reads the token of this pod's service account; the kubelet renews the file.</summary>
    public required Func<CancellationToken, Task<string>> ReadTokenAsync { get; init; }

    /// <summary>The longest wait for an answer: more than the operator lets a poll wait.</summary>
    public TimeSpan PollLimit { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>The first pause after a failure; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often answers of forks are reported.</summary>
    public TimeSpan ActivityPeriod { get; init; } = TimeSpan.FromSeconds(10);
}
