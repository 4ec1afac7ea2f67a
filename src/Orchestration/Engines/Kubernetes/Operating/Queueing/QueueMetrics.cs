using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;

/// <summary>Counts what the queues of all namespaces do, under the names that Kubernetes' own controllers use.</summary>
internal sealed class QueueMetrics(string name)
{
    private readonly string _name = name;
    private readonly DurationHistogram _waited = new();
    private readonly DurationHistogram _worked = new();
    private readonly ConcurrentDictionary<object, Func<int>> _depths = new();
    private long _adds;
    private long _retries;
    private long _active;
    private long _successes;
    private long _failures;

    /// <summary>A queue exists, with so many keys waiting.</summary>
    public void Enter(object queue, Func<int> depth) => _depths[queue] = depth;

    public void Leave(object queue) => _depths.TryRemove(queue, out _);

    public void Added() => Interlocked.Increment(ref _adds);

    public void Retried() => Interlocked.Increment(ref _retries);

    public void Begun(TimeSpan waited)
    {
        Interlocked.Increment(ref _active);
        _waited.Add(waited);
    }

    public void Ended(TimeSpan worked, bool isSuccess)
    {
        Interlocked.Decrement(ref _active);
        Interlocked.Increment(ref isSuccess ? ref _successes : ref _failures);
        _worked.Add(worked);
    }

    /// <summary>Writes all queues, one metric after the other, as the format wants it.</summary>
    public static void Write(MetricsText metrics, IReadOnlyList<QueueMetrics> queues)
    {
        Each(queue => metrics.Gauge("workqueue_depth", "Keys that wait.", queue._depths.Values.Sum(depth => depth()), ("name", queue._name)));
        Each(queue => metrics.Counter("workqueue_adds_total", "Keys that were added; one that waits already is not added again.", Interlocked.Read(ref queue._adds), ("name", queue._name)));
        Each(queue => metrics.Counter("workqueue_retries_total", "Keys that were added again because their work failed.", Interlocked.Read(ref queue._retries), ("name", queue._name)));
        Each(queue => metrics.Histogram("workqueue_queue_duration_seconds", "How long a key waited.", queue._waited, ("name", queue._name)));
        Each(queue => metrics.Histogram("workqueue_work_duration_seconds", "How long the work on a key took.", queue._worked, ("name", queue._name)));
        Each(queue => metrics.Gauge("controller_runtime_active_workers", "Keys at work.", Interlocked.Read(ref queue._active), ("controller", queue._name)));
        Each(queue =>
        {
            metrics.Counter("controller_runtime_reconcile_total", "Times that a key was worked on.", Interlocked.Read(ref queue._successes), ("controller", queue._name), ("result", "success"));
            metrics.Counter("controller_runtime_reconcile_total", "Times that a key was worked on.", Interlocked.Read(ref queue._failures), ("controller", queue._name), ("result", "error"));
        });

        void Each(Action<QueueMetrics> write)
        {
            foreach (var queue in queues)
            {
                write(queue);
            }
        }
    }
}
