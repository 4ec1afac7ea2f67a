using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

namespace AgentSandbox.FunctionalTests.Plans.Loading;

public sealed class OpenLoopGeneratorTests
{
    [Fact]
    public async Task UnansweredRequests_HoldNothingUp()
    {
        var client = new GatedClient();
        var schedule = Schedule(200);

        var run = new OpenLoopGenerator(client, Options()).RunAsync(schedule, _ => { }, CancellationToken.None);
        await client.Came(schedule.Count);
        client.Open();
        var samples = await run.WaitAsync(TestTimeouts.Default);

        samples.Delayed.Should().Be(0);
        Answers(samples).Should().OnlyContain(answer => answer.IsGood);
        samples.Latency(0).Should().BeGreaterThanOrEqualTo(Ticks(schedule.Due(schedule.Count - 1) - schedule.Due(0)), "the first one was answered after the last one was sent");
    }

    [Fact]
    public async Task FullLane_DelaysAndDropsNothing()
    {
        var client = new GatedClient();
        var schedule = Schedule(100);

        var samples = await new OpenLoopGenerator(client, Options() with { MaxInFlight = 3 })
            .RunAsync(schedule, taken => OpenAt(taken, schedule.Count), CancellationToken.None).WaitAsync(TestTimeouts.Default);

        client.MostAtOnce.Should().Be(3);
        samples.Delayed.Should().Be(97);
        Answers(samples).Should().HaveCount(100).And.OnlyContain(answer => answer.IsGood);
        samples.Latency(10).Should().BeGreaterThanOrEqualTo(Ticks(schedule.Due(99) - schedule.Due(10)), "the wait for a place is part of the latency");

        void OpenAt(int taken, int all)
        {
            if (taken == all)
            {
                client.Open();
            }
        }
    }

    [Fact]
    public async Task LanesOfTheSides_AreApart()
    {
        var client = new GatedClient(LoadSide.Sandbox);
        var schedule = ArrivalSchedule.Create(200, TimeSpan.Zero, TimeSpan.FromSeconds(0.5), [LoadSide.Baseline, LoadSide.Sandbox], seed: 1);

        var run = new OpenLoopGenerator(client, Options() with { MaxInFlight = 1 }).RunAsync(schedule, _ => { }, CancellationToken.None);
        await client.Came(schedule.Count / 2 + 1);
        client.Open();
        var samples = await run.WaitAsync(TestTimeouts.Default);

        Answers(samples).Should().OnlyContain(answer => answer.IsGood);
    }

    [Fact]
    public async Task RequestsThatGetNoPlaceToTheEnd_AreErrors()
    {
        var client = new GatedClient();

        var samples = await new OpenLoopGenerator(client, Options() with { MaxInFlight = 5, Drain = TimeSpan.FromMilliseconds(50) })
            .RunAsync(Schedule(60), _ => { }, CancellationToken.None).WaitAsync(TestTimeouts.Default);

        Answers(samples).Count(answer => answer.Kind == LoadAnswerKind.TimedOut).Should().Be(5);
        Answers(samples).Count(answer => answer.Kind == LoadAnswerKind.NotSent).Should().Be(55);
        samples.Latency(30).Should().BePositive();
    }

    private static ArrivalSchedule Schedule(int requests) =>
        ArrivalSchedule.Create(200, TimeSpan.Zero, TimeSpan.FromSeconds(requests / 200.0), [LoadSide.Sandbox], seed: 1);

    private static GeneratorOptions Options() => new() { Drain = TestTimeouts.Default };

    private static List<LoadAnswer> Answers(LoadSamples samples) => [.. Enumerable.Range(0, samples.Schedule.Count).Select(samples.Answer)];

    private static long Ticks(long stopwatch) => (long)(stopwatch * ((double)TimeSpan.TicksPerSecond / System.Diagnostics.Stopwatch.Frequency));
}
