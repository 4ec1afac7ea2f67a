using System.Text.Json;
using AgentSandbox.Orchestration.Waiting;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>The present table of one namespace and who has it.</summary>
/// <remarks>Safe for use by several threads.</remarks>
internal sealed class NamespaceTable(string instance, TimeProvider time, Action<TimeSpan> acknowledged)
{
    private const int MaxRouters = 256;
    private const int MaxMeasured = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _acknowledged = new(StringComparer.Ordinal);
    private readonly Queue<(long Generation, long Published)> _unmeasured = new();
    private readonly ChangeSignal _changed = new();
    private byte[] _content = [];
    private PublishedTable? _current;
    private long _generation;

    public PublishedTable? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>The version that each router has applied.</summary>
    public IReadOnlyDictionary<string, string> Acknowledged()
    {
        lock (_lock)
        {
            return new Dictionary<string, string>(_acknowledged, StringComparer.Ordinal);
        }
    }

    /// <summary>Makes a table the present one. One that says the same as the present one keeps its version.</summary>
    public PublishedTable Publish(WireTable table)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(table with { Version = "" }, TableJson.Default.WireTable);
        lock (_lock)
        {
            if (_current is not null && content.AsSpan().SequenceEqual(_content))
            {
                return _current;
            }

            var version = new TableVersion(instance, ++_generation);
            _content = content;
            _current = new PublishedTable(version, JsonSerializer.SerializeToUtf8Bytes(table with { Version = version.ToString() }, TableJson.Default.WireTable));
            _unmeasured.Enqueue((version.Generation, time.GetTimestamp()));
            if (_unmeasured.Count > MaxMeasured)
            {
                _unmeasured.Dequeue();
            }

            _changed.Pulse();
            return _current;
        }
    }

    /// <summary>Notes what a router has.</summary>
    public void Acknowledge(string pod, string version)
    {
        lock (_lock)
        {
            if (_acknowledged.GetValueOrDefault(pod) == version || (_acknowledged.Count >= MaxRouters && !_acknowledged.ContainsKey(pod)))
            {
                return;
            }

            _acknowledged[pod] = version;
            _changed.Pulse();
        }
    }

    /// <summary>Waits for a table of another version than <paramref name="after"/>.</summary>
    public async Task<PublishedTable> NextAsync(string after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_current is not null && _current.Version.ToString() != after)
                {
                    return _current;
                }

                changed = _changed.Next;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until each of the routers has the version, or a later one. Who the routers are is asked anew after each change.</summary>
    public async Task WhenAcknowledgedAsync(TableVersion version, Func<IReadOnlyCollection<string>> routers, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Next;
            }

            // Asked outside of the lock: it is somebody else's code.
            var ready = routers();
            lock (_lock)
            {
                if (ready.All(pod => Has_NeedsLock(pod, version)))
                {
                    Measure_NeedsLock(version);
                    Forget_NeedsLock(ready);
                    return;
                }
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Makes those who wait look at the routers again.</summary>
    public void RoutersChanged()
    {
        lock (_lock)
        {
            _changed.Pulse();
        }
    }

    private bool Has_NeedsLock(string pod, TableVersion version) => TableVersion.Parse(_acknowledged.GetValueOrDefault(pod))?.Includes(version) == true;

    /// <summary>Each table counts once, when the last of its routers has it.</summary>
    private void Measure_NeedsLock(TableVersion version)
    {
        while (_unmeasured.TryPeek(out var oldest) && oldest.Generation <= version.Generation)
        {
            _unmeasured.Dequeue();
            acknowledged(time.GetElapsedTime(oldest.Published));
        }
    }

    /// <summary>Routers that went long ago are not kept; one that is not ready for a moment tells its version with its next poll.</summary>
    private void Forget_NeedsLock(IReadOnlyCollection<string> ready)
    {
        if (_acknowledged.Count <= MaxRouters / 2)
        {
            return;
        }

        foreach (var gone in _acknowledged.Keys.Except(ready).ToList())
        {
            _acknowledged.Remove(gone);
        }
    }
}
