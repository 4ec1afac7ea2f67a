namespace AgentSandbox.Router.Hops;

/// <summary>The hops of one request that awaits proof; they are never evicted while it is registered.</summary>
/// <remarks>Safe for use by several threads. Disposing ends the registration.</remarks>
public sealed class HopCapture : IDisposable
{
    private const int MaxTraces = 64;

    private readonly HopStore _store;
    private readonly int _capacity;
    private readonly List<HopEntry> _entries = [];
    private readonly HashSet<string> _traceIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unattributed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _keyedStrays = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private string? _key;
    private int _inFlight;
    private bool _overflowed;
    private bool _disposed;

    internal HopCapture(HopStore store, string requestId, string? traceId, string? key, int capacity)
    {
        _store = store;
        _capacity = capacity;
        _key = key;
        RequestId = requestId;
        TraceId = traceId;
    }

    /// <summary>The identifier that was registered.</summary>
    public string RequestId { get; }

    /// <summary>The trace that was registered with it.</summary>
    internal string? TraceId { get; }

    /// <summary>The key that the request was registered with, or that of its first keyed hop.</summary>
    internal string? Key => Volatile.Read(ref _key);

    /// <summary>The hops so far.</summary>
    public HopSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new HopSnapshot([.. _entries.Select(entry => entry.Hop)], _overflowed, _inFlight);
        }
    }

    /// <summary>
    /// How many requests each service got since the registration that carried neither a key nor a known trace. They may
    /// be anybody's.
    /// </summary>
    public IReadOnlyDictionary<string, int> Unattributed()
    {
        lock (_lock)
        {
            return new Dictionary<string, int>(_unattributed, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// How many requests each service got since the registration with this request's key and without its ids: of
    /// somebody else with the same key, or of a service that passes on the key alone.
    /// </summary>
    public IReadOnlyDictionary<string, int> KeyedStrays()
    {
        lock (_lock)
        {
            return new Dictionary<string, int>(_keyedStrays, StringComparer.Ordinal);
        }
    }

    /// <summary>Waits until no request of this capture is in flight. More may follow later.</summary>
    public Task WaitIdleAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_inFlight == 0 || _disposed)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        string[] traceIds;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            traceIds = [.. _traceIds];
            _idle?.TrySetResult();
        }

        _store.Unregister(this, traceIds);
    }

    internal void CountKeyedStray(string service)
    {
        lock (_lock)
        {
            _keyedStrays[service] = _keyedStrays.GetValueOrDefault(service) + 1;
        }
    }

    internal void CountUnattributed(string service)
    {
        lock (_lock)
        {
            _unattributed[service] = _unattributed.GetValueOrDefault(service) + 1;
        }
    }

    internal void MarkOverflowed()
    {
        lock (_lock)
        {
            _overflowed = true;
        }
    }

    /// <summary>Notes that the request has hops with this trace id; false when it has too many or has ended.</summary>
    internal bool TryJoin(string traceId)
    {
        lock (_lock)
        {
            if (_disposed || _traceIds.Contains(traceId))
            {
                return false;
            }

            if (_traceIds.Count == MaxTraces)
            {
                _overflowed = true;
                return false;
            }

            return _traceIds.Add(traceId);
        }
    }

    internal void Add(HopEntry entry)
    {
        lock (_lock)
        {
            _key ??= entry.Hop.Key;
            _inFlight++;
            if (_entries.Count < _capacity)
            {
                _entries.Add(entry);
            }
            else
            {
                _overflowed = true;
            }
        }
    }

    internal void End()
    {
        lock (_lock)
        {
            _inFlight--;
            if (_inFlight == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }
}
