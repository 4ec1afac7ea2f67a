namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;

/// <summary>When a key that failed is tried again: later with each failure in a row, and never too many keys at once. Not safe for concurrent use.</summary>
internal sealed class RetryLimits<TKey>(WorkQueueOptions options, TimeProvider time)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _failures = [];
    private double _tokens = options.RetryBurst;
    private long _filled = time.GetTimestamp();

    /// <summary>Keys that have failed and not succeeded since.</summary>
    public int Failing => _failures.Count;

    /// <summary>Notes a failure and returns the pause before the next try.</summary>
    public TimeSpan Next(TKey key)
    {
        var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
        var own = options.FirstPause * Math.Pow(2, Math.Min(failures - 1, 30));
        own = own < options.LongestPause ? own : options.LongestPause;
        var together = Reserve();
        return own > together ? own : together;
    }

    public void Forget(TKey key) => _failures.Remove(key);

    /// <summary>Takes one of the bucket's tokens; where there is none, one that will come.</summary>
    private TimeSpan Reserve()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(options.RetryBurst, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * options.RetriesPerSecond)) - 1;
        _filled = now;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / options.RetriesPerSecond);
    }
}
