namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;

/// <summary>Counts durations in fixed buckets, as Prometheus reads them. Safe for use by several threads.</summary>
internal sealed class DurationHistogram
{
    /// <summary>Upper bounds in seconds; what is above the last is counted as well.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly long[] _buckets = new long[Bounds.Count];
    private readonly Lock _lock = new();
    private long _count;
    private double _sum;

    public void Add(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        lock (_lock)
        {
            _count++;
            _sum += seconds;
            for (var i = 0; i < _buckets.Length; i++)
            {
                if (seconds <= Bounds[i])
                {
                    _buckets[i]++;
                }
            }
        }
    }

    /// <summary>The counts up to each bound, the count of all, and the sum in seconds.</summary>
    public (IReadOnlyList<long> Buckets, long Count, double Sum) Read()
    {
        lock (_lock)
        {
            return ([.. _buckets], _count, _sum);
        }
    }
}
