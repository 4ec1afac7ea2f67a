namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;

/// <summary>
/// Keys with work to do. A key waits at most once and is worked on by one at a time; news that comes meanwhile makes it
/// wait again. Keys are served in the order in which they came, so that one that changes for ever delays nobody by more
/// than its turn. A key that failed comes again after a pause that grows.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class WorkQueue<TKey>(WorkQueueOptions options, QueueMetrics metrics, TimeProvider time) : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Queue<TKey> _ready = new();
    private readonly Dictionary<TKey, long> _waiting = [];
    private readonly HashSet<TKey> _working = [];
    private readonly HashSet<TKey> _again = [];
    private readonly Dictionary<TKey, (ITimer Timer, long Due)> _later = [];
    private readonly RetryLimits<TKey> _retries = new(options, time);
    private readonly SemaphoreSlim _available = new(0);
    private bool _isClosed;

    /// <summary>Keys that wait for a worker.</summary>
    public int Depth
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count;
            }
        }
    }

    public void Add(TKey key)
    {
        lock (_gate)
        {
            Add_NeedsLock(key);
        }
    }

    /// <summary>Adds a key after a pause; the sooner of two pauses counts, and news adds it at once all the same.</summary>
    public void AddAfter(TKey key, TimeSpan pause)
    {
        lock (_gate)
        {
            AddAfter_NeedsLock(key, pause);
        }
    }

    /// <summary>Works until the token fires.</summary>
    /// <param name="workAsync">The work on a key; what it throws is tried again.</param>
    /// <param name="failed">Told of what the work threw, and of the pause.</param>
    /// <param name="cancellationToken">Ends it; what is at work is waited for.</param>
    public async Task RunAsync(Func<TKey, CancellationToken, Task> workAsync, Action<TKey, Exception, TimeSpan> failed, CancellationToken cancellationToken)
    {
        metrics.Enter(this, () => Depth);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => ServeAsync(workAsync, failed, cancellationToken), CancellationToken.None)));
        }
        finally
        {
            metrics.Leave(this);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var (timer, _) in _later.Values)
            {
                timer.Dispose();
            }

            _later.Clear();
        }
    }

    private async Task ServeAsync(Func<TKey, CancellationToken, Task> workAsync, Action<TKey, Exception, TimeSpan> failed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _available.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
            {
                await WorkAsync(Take(), workAsync, failed, cancellationToken);
            }
        }
    }

    private async Task WorkAsync(TKey key, Func<TKey, CancellationToken, Task> workAsync, Action<TKey, Exception, TimeSpan> failed, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        Exception? exception = null;
        try
        {
            await workAsync(key, cancellationToken);
        }
        catch (Exception e)
        {
            exception = e;
        }

        metrics.Ended(time.GetElapsedTime(began), exception is null);
        if (Finish(key, exception is not null && !cancellationToken.IsCancellationRequested) is { } pause)
        {
            metrics.Retried();
            failed(key, exception!, pause); // a pause means a failure
        }
    }

    private TKey Take()
    {
        lock (_gate)
        {
            var key = _ready.Dequeue(); // the semaphore counts what is in it
            _waiting.Remove(key, out var since);
            _working.Add(key);
            metrics.Begun(time.GetElapsedTime(since));
            return key;
        }
    }

    private TimeSpan? Finish(TKey key, bool isFailure)
    {
        lock (_gate)
        {
            _working.Remove(key);
            if (_again.Remove(key))
            {
                Add_NeedsLock(key);
            }

            if (!isFailure)
            {
                _retries.Forget(key);
                return null;
            }

            var pause = _retries.Next(key);
            AddAfter_NeedsLock(key, pause);
            return pause;
        }
    }

    private void Add_NeedsLock(TKey key)
    {
        if (_isClosed || _waiting.ContainsKey(key))
        {
            return;
        }

        if (_working.Contains(key))
        {
            _again.Add(key);
            return;
        }

        metrics.Added();
        _waiting[key] = time.GetTimestamp();
        _ready.Enqueue(key);
        _available.Release();
    }

    private void AddAfter_NeedsLock(TKey key, TimeSpan pause)
    {
        var due = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        if (_isClosed || (_later.TryGetValue(key, out var there) && there.Due <= due))
        {
            return;
        }

        there.Timer?.Dispose();
        _later[key] = (time.CreateTimer(_ => OnDue(key, due), null, pause, Timeout.InfiniteTimeSpan), due);
    }

    private void OnDue(TKey key, long due)
    {
        lock (_gate)
        {
            if (_later.TryGetValue(key, out var there) && there.Due == due)
            {
                there.Timer.Dispose();
                _later.Remove(key);
                Add_NeedsLock(key);
            }
        }
    }
}
