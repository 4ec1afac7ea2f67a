using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>The measured samples of one side, by blocks of time.</summary>
internal sealed class SideSamples
{
    private readonly LatencyHistogram _all = new();
    private readonly LatencyHistogram _withoutLateness = new();
    private readonly Dictionary<LoadAnswer, int> _problems = [];
    private readonly int[] _good;
    private int _answered;

    /// <param name="samples">All samples.</param>
    /// <param name="side">Which side.</param>
    /// <param name="blocks">How many blocks the measured time is cut into.</param>
    public SideSamples(LoadSamples samples, LoadSide side, int blocks)
    {
        var schedule = samples.Schedule;
        var length = schedule.MeasuredUntil - schedule.MeasuredFrom;
        var latencies = new List<(long Ticks, int Block)>();
        _good = new int[blocks];
        for (var arrival = 0; arrival < schedule.Count; arrival++)
        {
            if (schedule.Side(arrival) != side)
            {
                continue;
            }

            // Answers count for the block that they came in, those to requests of the warm-up included: that is throughput.
            var ended = BlockAt(samples.Ended(arrival));
            if (ended >= 0 && ended < blocks && samples.Answer(arrival).IsGood)
            {
                _good[ended]++;
            }

            if (arrival >= schedule.FirstMeasured)
            {
                latencies.Add((samples.Latency(arrival), Math.Clamp(BlockAt(schedule.Due(arrival)), 0, blocks - 1)));
                Count(samples, arrival);
            }
        }

        Latencies = new BlockedLatencies(latencies);
        Requests = latencies.Count;

        int BlockAt(long offset) => (int)Math.Clamp(Math.Floor((double)(offset - schedule.MeasuredFrom) / length * blocks), -1, blocks);
    }

    /// <summary>The latencies.</summary>
    public BlockedLatencies Latencies { get; }

    /// <summary>How many requests were due.</summary>
    public int Requests { get; }

    /// <summary>How many of them are errors.</summary>
    public int Errors { get; private set; }

    /// <summary>How many good answers came, when each block counts as often as its weight says.</summary>
    /// <param name="weights">Weight per block.</param>
    public double GoodAnswers(ReadOnlySpan<int> weights)
    {
        var sum = 0L;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (long)_good[i] * weights[i];
        }

        return sum;
    }

    /// <summary>What was measured.</summary>
    /// <param name="estimates">The metrics.</param>
    public SideMeasurement ToMeasurement(IReadOnlyDictionary<LoadMetric, Estimate> estimates) => new()
    {
        Requests = Requests,
        Errors = Errors,
        Answered = _answered,
        Problems = [.. _problems.OrderByDescending(problem => problem.Value)],
        Estimates = estimates,
        WithoutLateness = LoadMetrics.Quantiles.Zip(LoadMetrics.Shares)
            .ToDictionary(pair => pair.First, pair => _withoutLateness.Quantile(pair.Second) / TimeSpan.TicksPerMillisecond),
        Histogram = _all,
    };

    private void Count(LoadSamples samples, int arrival)
    {
        _all.Record(samples.Latency(arrival));
        _withoutLateness.Record(samples.Latency(arrival) - samples.Lateness(arrival));
        var answer = samples.Answer(arrival);
        _answered += answer.Kind == LoadAnswerKind.Answered ? 1 : 0;
        if (!answer.IsGood)
        {
            Errors++;
            _problems[answer] = _problems.GetValueOrDefault(answer) + 1;
        }
    }
}
