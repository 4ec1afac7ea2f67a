using System.Collections.Concurrent;

namespace AgentSandbox.Router.Hops;

/// <summary>The router's own records of requests: the latest, and those of registered requests.</summary>
/// <remarks>
/// Keyed requests are recorded, and unkeyed ones whose trace belongs to a keyed request of the last minute or to a
/// registered request; all others cost one or two failed lookups. Safe for use by several threads.
/// </remarks>
public sealed class HopStore
{
    private const int MaxHopsOfKey = 500;
    private const int MaxPathLength = 256;

    private readonly HopEntry?[] _ring;
    private readonly KeyedTraces _traces;
    private readonly ConcurrentDictionary<string, HopCapture> _byRequestId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HopCapture> _byTraceId = new(StringComparer.Ordinal);
    private readonly RouterOptions _options;
    private readonly TimeProvider _timeProvider;
    private long _sequence;

    internal HopStore(RouterOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
        _ring = new HopEntry?[options.RecentHops];
        _traces = new KeyedTraces(options.TraceMemory, options.MaxTraces, timeProvider);
    }

    /// <summary>Keeps all hops with this request id or trace id until the capture is disposed. Call it before sending.</summary>
    /// <param name="requestId">The id that the request carries.</param>
    /// <param name="traceId">The trace that it carries.</param>
    /// <param name="key">The key that it carries, where its first hop may be another router's; otherwise its first keyed hop tells it.</param>
    /// <exception cref="ArgumentException">The request id is registered already, or is not usable as one.</exception>
    public HopCapture Register(string requestId, string? traceId, RoutingKey? key = null)
    {
        if (!Carriers.RequestId.IsValid(requestId))
        {
            throw new ArgumentException($"'{requestId}' is not a request id: use 1 to 64 letters, digits, '.', '_' and '-'.", nameof(requestId));
        }

        var capture = new HopCapture(this, requestId, traceId, key?.Value, _options.MaxHopsPerCapture);
        if (_byRequestId.Count >= _options.MaxCaptures)
        {
            capture.MarkOverflowed();
            return capture;
        }

        if (!_byRequestId.TryAdd(requestId, capture))
        {
            throw new ArgumentException($"The request id '{requestId}' is registered already.", nameof(requestId));
        }

        if (traceId is not null && capture.TryJoin(traceId))
        {
            _byTraceId[traceId] = capture;
        }

        return capture;
    }

    /// <summary>What a registration has, and the hops that carry a key or lost it without being the registered request's by any id.</summary>
    /// <param name="capture">The registration.</param>
    /// <param name="key">A key that only the registered request has, else other requests are among them.</param>
    public HopSnapshot Snapshot(HopCapture capture, RoutingKey key)
    {
        var registered = capture.Snapshot();
        return registered with { Hops = [.. registered.Hops.Concat(Recent(key, MaxHopsOfKey)).DistinctBy(hop => hop.Sequence).OrderBy(hop => hop.Sequence)] };
    }

    /// <summary>The latest hops of a key, newest first, including unkeyed ones that lost it.</summary>
    public IReadOnlyList<Hop> Recent(RoutingKey key, int limit)
    {
        var hops = new List<Hop>();
        var newest = Volatile.Read(ref _sequence);
        for (var sequence = newest; sequence > Math.Max(0, newest - _ring.Length) && hops.Count < limit; sequence--)
        {
            var hop = Volatile.Read(ref _ring[sequence % _ring.Length])?.Hop;
            if (hop is not null && (hop.Key == key.Value || hop.LostKey == key.Value))
            {
                hops.Add(hop);
            }
        }

        return hops;
    }

    /// <summary>Records the arrival of a request, if it is one that is recorded.</summary>
    internal HopEntry? Begin(in HopStart start)
    {
        var capture = FindCapture(start.RequestId, start.TraceId);
        var lostKey = start.Key is null ? FindLostKey(start.TraceId, capture) : null;
        if (start.Key is null && lostKey is null && capture is null)
        {
            CountUnattributed(start.Service);
            return null;
        }

        if (start is { Key: { } key, TraceId: { } traceId })
        {
            _traces.Remember(traceId, key);
        }

        if (capture is null && start.Key is { } strayKey)
        {
            CountKeyedStray(strayKey, start.Service);
        }

        var entry = CreateEntry(start, lostKey, capture);
        Volatile.Write(ref _ring[entry.Hop.Sequence % _ring.Length], entry);
        capture?.Add(entry);
        return entry;
    }

    /// <summary>The registered request that a trace belongs to, for requests that lost the member which says so.</summary>
    internal string? FindRequestId(string? traceId) =>
        traceId is not null && _byTraceId.TryGetValue(traceId, out var capture) ? capture.RequestId : null;

    /// <summary>
    /// The trace that a registered request was announced with. A request that comes without one gets it, since other routers
    /// know it from the registration, and know no trace that this one would make up.
    /// </summary>
    internal string? FindTraceId(string requestId) => _byRequestId.TryGetValue(requestId, out var capture) ? capture.TraceId : null;

    internal void Unregister(HopCapture capture, string[] traceIds)
    {
        _byRequestId.TryRemove(KeyValuePair.Create(capture.RequestId, capture));
        foreach (var traceId in traceIds)
        {
            _byTraceId.TryRemove(KeyValuePair.Create(traceId, capture));
        }
    }

    // A service that passes on the key alone begins a request that looks like another one with the same key.
    private void CountKeyedStray(string key, string service)
    {
        foreach (var (_, capture) in _byRequestId)
        {
            if (capture.Key == key)
            {
                capture.CountKeyedStray(service);
            }
        }
    }

    // Where key, request id and trace are all lost, that somebody asked the service meanwhile is the only trace of it.
    private void CountUnattributed(string service)
    {
        if (_byRequestId.IsEmpty)
        {
            return;
        }

        foreach (var (_, capture) in _byRequestId)
        {
            capture.CountUnattributed(service);
        }
    }

    private HopCapture? FindCapture(string? requestId, string? traceId)
    {
        if (_byRequestId.IsEmpty)
        {
            return null;
        }

        if (requestId is null || !_byRequestId.TryGetValue(requestId, out var capture))
        {
            return traceId is not null && _byTraceId.TryGetValue(traceId, out var byTrace) ? byTrace : null;
        }

        // A service that broke the trace but kept the request id has begun a new trace of the same request.
        if (traceId is not null && capture.TryJoin(traceId))
        {
            _byTraceId[traceId] = capture;
        }

        return capture;
    }

    private string? FindLostKey(string? traceId, HopCapture? capture) =>
        capture?.Key ?? (traceId is null ? null : _traces.FindKey(traceId));

    private HopEntry CreateEntry(in HopStart start, string? lostKey, HopCapture? capture)
    {
        var hop = new Hop
        {
            Sequence = Interlocked.Increment(ref _sequence),
            Start = _timeProvider.GetUtcNow(),
            Service = start.Service,
            Method = start.Method,
            Path = PathOf(start.Target),
            Key = start.Key,
            LostKey = lostKey,
            RequestId = start.RequestId ?? capture?.RequestId,
            TraceId = start.TraceId,
            Carriers = start.Carriers,
        };
        return new HopEntry(hop, capture, _timeProvider.GetTimestamp(), _timeProvider);
    }

    private static string PathOf(string target)
    {
        var end = target.AsSpan().IndexOfAny('?', '#');
        var length = end < 0 ? target.Length : end;
        return length <= MaxPathLength ? target[..length] : string.Concat(target.AsSpan(0, MaxPathLength), "…");
    }
}
