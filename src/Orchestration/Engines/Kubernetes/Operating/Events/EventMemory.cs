namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;

/// <summary>Which events were written lately: what repeats counts up the one that is there, and no object gets more than its share.</summary>
/// <remarks>As Kubernetes' own programs do it: 25 events of an object at once, one more every five minutes. Not safe for concurrent use.</remarks>
internal sealed class EventMemory(TimeProvider time)
{
    private const int MaxKnown = 4096;
    private const double Burst = 25;
    private static readonly TimeSpan s_refill = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Uid, string Reason, string Message), Written> _written = [];
    private readonly Dictionary<string, (double Tokens, long At)> _shares = new(StringComparer.Ordinal);

    /// <summary>The event that already says this; null when there is none, or when it is too old to be counted up.</summary>
    public Written? Find(string uid, string reason, string message)
    {
        Tidy();
        return _written.GetValueOrDefault((uid, reason, message));
    }

    /// <summary>Takes one of an object's share; false when it has none left.</summary>
    public bool Take(string uid)
    {
        var now = time.GetTimestamp();
        var (tokens, at) = _shares.GetValueOrDefault(uid, (Burst, now));
        tokens = Math.Min(Burst, tokens + (time.GetElapsedTime(at, now) / s_refill));
        _shares[uid] = (tokens < 1 ? tokens : tokens - 1, now);
        return tokens >= 1;
    }

    public void Note(string uid, string reason, string message, Written written) => _written[(uid, reason, message)] = written;

    public void Forget(string uid, string reason, string message) => _written.Remove((uid, reason, message));

    /// <summary>When there are too many the old ones go: a full share, and an event nobody counts up, are what is taken for unknown anyway.</summary>
    private void Tidy()
    {
        foreach (var (key, written) in _written.Where(pair => time.GetElapsedTime(pair.Value.At) >= s_kept).ToList())
        {
            _written.Remove(key);
        }

        if (_written.Count > MaxKnown)
        {
            _written.Clear();
        }

        if (_shares.Count > MaxKnown)
        {
            foreach (var (uid, share) in _shares.Where(pair => time.GetElapsedTime(pair.Value.At) / s_refill >= Burst).ToList())
            {
                _shares.Remove(uid);
            }
        }
    }

    /// <summary>An event as it was written last.</summary>
    /// <param name="Name">The name of its object.</param>
    /// <param name="Count">How often it happened.</param>
    /// <param name="At">When it was written.</param>
    internal sealed record Written(string Name, int Count, long At);
}
