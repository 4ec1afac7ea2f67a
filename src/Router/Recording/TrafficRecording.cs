namespace AgentSandbox.Router.Recording;

/// <summary>A recording that is on: what of its scope has gone by so far.</summary>
/// <remarks>Safe for use by several threads. What it holds is bounded by its scope; disposing ends it.</remarks>
public sealed class TrafficRecording : IDisposable
{
    private readonly TrafficRecordings _owner;
    private readonly TimeProvider _time;
    private readonly List<RecordedExchange> _exchanges = [];
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _begun;
    private long _bytes;

    internal TrafficRecording(TrafficScope scope, TrafficRecordings owner, TimeProvider time)
    {
        Scope = scope;
        _owner = owner;
        _time = time;
    }

    /// <summary>What is recorded.</summary>
    public TrafficScope Scope { get; }

    /// <summary>Ends when a limit is reached; nothing more is recorded then.</summary>
    public Task WhenFull => _full.Task;

    /// <summary>How many bytes of bodies were kept.</summary>
    public long Bytes => Math.Min(Volatile.Read(ref _bytes), Scope.MaxBytes);

    /// <summary>How many of its requests have not ended.</summary>
    public int InFlight
    {
        get
        {
            lock (_lock)
            {
                return Math.Min(_begun, Scope.MaxRequests) - _exchanges.Count;
            }
        }
    }

    /// <summary>How many requests have ended.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _exchanges.Count;
            }
        }
    }

    /// <summary>The requests that have ended, in the order in which they arrived.</summary>
    public IReadOnlyList<RecordedExchange> Exchanges()
    {
        lock (_lock)
        {
            return [.. _exchanges.OrderBy(exchange => exchange.Start)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owner.Remove(this);

    internal ExchangeTap? TryBegin() =>
        _full.Task.IsCompleted || Interlocked.Increment(ref _begun) > Scope.MaxRequests ? null : new ExchangeTap(this, _time);

    /// <summary>How many of so many bytes may still be kept.</summary>
    internal int Take(int wanted)
    {
        var before = Interlocked.Add(ref _bytes, wanted) - wanted;
        var granted = (int)Math.Clamp(Scope.MaxBytes - before, 0, wanted);
        if (granted < wanted)
        {
            _full.TrySetResult();
        }

        return granted;
    }

    internal void Add(RecordedExchange exchange)
    {
        lock (_lock)
        {
            _exchanges.Add(exchange);
            if (_exchanges.Count == Scope.MaxRequests)
            {
                _full.TrySetResult();
            }
        }
    }
}
