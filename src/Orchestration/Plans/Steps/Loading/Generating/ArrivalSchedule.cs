using System.Diagnostics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>When each request is due, fixed before the first one is sent.</summary>
/// <remarks>
/// Time is cut into periods of one over the rate, and a period into one slot per side, in an order drawn anew for each
/// period. An arrival falls anywhere in its slot with equal chance: even enough not to queue behind itself as Poisson
/// arrivals do, and never in step with a timer of the service, which would show it always or never.
/// </remarks>
internal sealed class ArrivalSchedule
{
    private readonly long[] _due;
    private readonly LoadSide[] _sides;

    private ArrivalSchedule(long[] due, LoadSide[] sides, int firstMeasured, long measuredFrom, long measuredUntil)
    {
        _due = due;
        _sides = sides;
        FirstMeasured = firstMeasured;
        MeasuredFrom = measuredFrom;
        MeasuredUntil = measuredUntil;
    }

    /// <summary>How many arrivals there are.</summary>
    public int Count => _due.Length;

    /// <summary>The first arrival after the warm-up.</summary>
    public int FirstMeasured { get; }

    /// <summary>When the warm-up ends, in ticks of <see cref="Stopwatch"/> since the start.</summary>
    public long MeasuredFrom { get; }

    /// <summary>When the last period ends, in ticks of <see cref="Stopwatch"/> since the start.</summary>
    public long MeasuredUntil { get; }

    /// <summary>Draws a schedule; the same seed draws the same.</summary>
    /// <param name="rate">Requests per second and side.</param>
    /// <param name="warmUp">How long is sent before measuring.</param>
    /// <param name="duration">How long is measured.</param>
    /// <param name="sides">Who gets requests.</param>
    /// <param name="seed">Seed of the order and of the places in the slots.</param>
    public static ArrivalSchedule Create(double rate, TimeSpan warmUp, TimeSpan duration, IReadOnlyList<LoadSide> sides, int seed)
    {
        var warmUpPeriods = (int)Math.Ceiling(rate * warmUp.TotalSeconds);
        var periods = warmUpPeriods + Math.Max(1, (int)Math.Round(rate * duration.TotalSeconds));
        var period = Stopwatch.Frequency / rate;
        var slot = period / sides.Count;
        var random = new Random(seed);
        var order = sides.ToArray();
        var due = new long[periods * order.Length];
        var arrivals = new LoadSide[due.Length];
        for (var i = 0; i < due.Length; i++)
        {
            if (i % order.Length == 0)
            {
                random.Shuffle(order);
            }

            due[i] = (long)((i + random.NextDouble()) * slot);
            arrivals[i] = order[i % order.Length];
        }

        return new ArrivalSchedule(due, arrivals, warmUpPeriods * order.Length, (long)(warmUpPeriods * period), (long)(periods * period));
    }

    /// <summary>When an arrival is due, in ticks of <see cref="Stopwatch"/> since the start; never before its predecessor.</summary>
    /// <param name="arrival">Its place.</param>
    public long Due(int arrival) => _due[arrival];

    /// <summary>Whom an arrival is for.</summary>
    /// <param name="arrival">Its place.</param>
    public LoadSide Side(int arrival) => _sides[arrival];
}
