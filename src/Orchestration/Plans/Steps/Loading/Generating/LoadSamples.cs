using System.Diagnostics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>What came of each arrival. Every arrival has its own place, so writers never meet.</summary>
/// <param name="schedule">When they were due.</param>
internal sealed class LoadSamples(ArrivalSchedule schedule)
{
    private static readonly double s_ticks = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    private readonly long[] _ended = new long[schedule.Count];
    private readonly long[] _taken = new long[schedule.Count];
    private readonly LoadAnswer[] _answers = new LoadAnswer[schedule.Count];

    /// <summary>When the arrivals were due.</summary>
    public ArrivalSchedule Schedule { get; } = schedule;

    /// <summary>Arrivals that found too many requests of their side under way and had to wait for a place.</summary>
    public int Delayed { get; set; }

    /// <summary>Notes when the generator came to an arrival.</summary>
    /// <param name="arrival">Its place.</param>
    /// <param name="offset">Ticks of <see cref="Stopwatch"/> since the start.</param>
    public void Take(int arrival, long offset) => _taken[arrival] = offset;

    /// <summary>Notes the end of an arrival.</summary>
    /// <param name="arrival">Its place.</param>
    /// <param name="offset">Ticks of <see cref="Stopwatch"/> since the start.</param>
    /// <param name="answer">What came.</param>
    public void End(int arrival, long offset, LoadAnswer answer)
    {
        _ended[arrival] = offset;
        _answers[arrival] = answer;
    }

    /// <summary>What came of an arrival.</summary>
    /// <param name="arrival">Its place.</param>
    public LoadAnswer Answer(int arrival) => _answers[arrival];

    /// <summary>When it ended, in ticks of <see cref="Stopwatch"/> since the start.</summary>
    /// <param name="arrival">Its place.</param>
    public long Ended(int arrival) => _ended[arrival];

    /// <summary>From the moment it was due to its end, in ticks of <see cref="TimeSpan"/>.</summary>
    /// <param name="arrival">Its place.</param>
    public long Latency(int arrival) => (long)((_ended[arrival] - Schedule.Due(arrival)) * s_ticks);

    /// <summary>How late the generator itself came to it, in ticks of <see cref="TimeSpan"/>.</summary>
    /// <param name="arrival">Its place.</param>
    public long Lateness(int arrival) => (long)((_taken[arrival] - Schedule.Due(arrival)) * s_ticks);
}
