namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;

/// <summary>Pauses that grow with each failure in a row.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private int _failures;

    /// <summary>The first pause.</summary>
    public static TimeSpan Short { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The next pause.</summary>
    /// <param name="wanted">What the server asks for.</param>
    /// <param name="jitter">From 0 to 1, so that not all come back together.</param>
    public TimeSpan Next(TimeSpan? wanted, double jitter)
    {
        var pause = Short * Math.Pow(2, Math.Min(_failures++, 10)) * (0.5 + jitter);
        pause = pause > s_longest ? s_longest : pause;
        return wanted > pause ? wanted.Value : pause;
    }

    public void Reset() => _failures = 0;
}
