namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;

/// <summary>How a <see cref="WorkQueue{TKey}"/> works; the defaults are those of Kubernetes' own controllers, with a shorter longest pause.</summary>
internal sealed record WorkQueueOptions
{
    /// <summary>So many keys are at work at once.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>The pause after a key's first failure; it doubles with each further one in a row.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>So many repetitions of all keys together may begin in a second, so that a cluster that refuses everything is not asked by all at once.</summary>
    public double RetriesPerSecond { get; init; } = 10;

    /// <summary>So many repetitions may begin without waiting for one another.</summary>
    public int RetryBurst { get; init; } = 100;
}
