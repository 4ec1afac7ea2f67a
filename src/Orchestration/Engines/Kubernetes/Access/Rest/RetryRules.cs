namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>Whether and when a call is tried again.</summary>
internal static class RetryRules
{
    private const int MaxAttempts = 5;
    private const int MaxConnects = 3;
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(200);

    /// <summary>A server that wants a longer pause is not waited for: the caller has better things to do.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>The pause before the next attempt; null when there is none.</summary>
    /// <param name="end">How this attempt ended.</param>
    /// <param name="attempt">Its number, from 1.</param>
    /// <param name="isRepeatable">Whether doing it twice is the same as once.</param>
    /// <param name="wanted">The server's <c>Retry-After</c>.</param>
    /// <param name="jitter">From 0 to 1, so that not all clients come back together.</param>
    public static TimeSpan? Pause(AttemptEnd end, int attempt, bool isRepeatable, TimeSpan? wanted, double jitter)
    {
        var mayRepeat = end switch
        {
            AttemptEnd.Throttled => attempt < MaxAttempts,
            AttemptEnd.NeverSent => attempt < MaxConnects,
            AttemptEnd.Lost or AttemptEnd.Broken => isRepeatable && attempt < MaxAttempts,
            _ => false,
        };
        if (!mayRepeat || wanted > s_longest)
        {
            return null;
        }

        var own = s_first * Math.Pow(2, attempt - 1) * (0.5 + jitter);
        return wanted > own ? wanted : own;
    }
}
