using AgentSandbox.Orchestration.Engines.Local.Runs;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Local.Runs;

public sealed class BuildQueueTests
{
    [Fact]
    public async Task OverThePlaces_WaitInOrderAndAreToldTheirPlace()
    {
        var queue = new BuildQueue(1);
        List<string> told = [];
        var first = await queue.EnterAsync(place => told.Add($"first {place}"), CancellationToken.None);
        var second = queue.EnterAsync(place => told.Add($"second {place}"), CancellationToken.None);
        var third = queue.EnterAsync(place => told.Add($"third {place}"), CancellationToken.None);

        second.IsCompleted.Should().BeFalse();
        first.Dispose();
        (await second.WaitAsync(TestTimeouts.Default)).Dispose();
        await third.WaitAsync(TestTimeouts.Default);

        told.Should().Equal("second 1", "second 1", "third 2", "third 1");
    }

    [Fact]
    public async Task Cancelled_LeavesTheQueueAndTheOthersMoveUp()
    {
        var queue = new BuildQueue(1);
        using var cancel = new CancellationTokenSource();
        var first = await queue.EnterAsync(_ => { }, CancellationToken.None);
        var second = queue.EnterAsync(_ => { }, cancel.Token);
        var place = 0;
        var third = queue.EnterAsync(p => place = p, CancellationToken.None);

        await cancel.CancelAsync();

        await second.Invoking(s => s.WaitAsync(TestTimeouts.Default)).Should().ThrowAsync<OperationCanceledException>();
        place.Should().Be(1);
        first.Dispose();
        await third.WaitAsync(TestTimeouts.Default);
    }

    [Fact]
    public async Task PlaceGivenBackTwice_CountsOnce()
    {
        var queue = new BuildQueue(1);
        var place = await queue.EnterAsync(_ => { }, CancellationToken.None);
        place.Dispose();
        place.Dispose();
        await queue.EnterAsync(_ => { }, CancellationToken.None);

        queue.EnterAsync(_ => { }, CancellationToken.None).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task ManyAtOnce_NeverMoreThanThePlaces_AndAllGetOne()
    {
        var queue = new BuildQueue(3);
        var (inside, most, done) = (0, 0, 0);
        using var cancel = new CancellationTokenSource();
        var tasks = Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            try
            {
                using var place = await queue.EnterAsync(_ => { }, i % 10 == 0 ? cancel.Token : CancellationToken.None);
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                Interlocked.Increment(ref done);
            }
            catch (OperationCanceledException)
            {
                // One of those that left.
            }
        })).ToList();
        await cancel.CancelAsync();

        await Task.WhenAll(tasks).WaitAsync(TestTimeouts.Default);

        most.Should().BeInRange(1, 3);
        done.Should().BeGreaterThanOrEqualTo(180);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            // Another one was faster.
        }
    }
}
