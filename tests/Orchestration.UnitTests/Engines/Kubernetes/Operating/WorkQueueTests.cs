using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Operating;

public sealed class WorkQueueTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _done = new();
    private readonly ConcurrentQueue<TimeSpan> _pauses = new();
    private readonly SemaphoreSlim _gate = new(0);
    private WorkQueue<string>? _queue;
    private Func<string, CancellationToken, Task> _work = (_, _) => Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    [Fact]
    public async Task KeyThatIsAddedOften_WaitsOnce()
    {
        var queue = Start(new WorkQueueOptions { Workers = 1 }, (_, _) => _gate.WaitAsync(CancellationToken.None));
        queue.Add("first");
        await Eventually.True(() => queue.Depth == 0);

        queue.Add("second");
        queue.Add("second");
        queue.Add("second");

        queue.Depth.Should().Be(1);
        _gate.Release(2);
        await Eventually.True(() => _done.Count == 2);
        queue.Depth.Should().Be(0);
    }

    [Fact]
    public async Task NewsWhileAKeyIsAtWork_IsWorkedOnAfterwards_AndNeverTwiceAtOnce()
    {
        var (atWork, most) = (0, 0);
        var queue = Start(new WorkQueueOptions { Workers = 4 }, async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atWork));
            await _gate.WaitAsync(CancellationToken.None);
            Interlocked.Decrement(ref atWork);
        });
        queue.Add("a");
        await Eventually.True(() => Volatile.Read(ref atWork) == 1);

        queue.Add("a");
        queue.Add("a");
        _gate.Release(2);

        await Eventually.True(() => _done.Count == 2);
        most.Should().Be(1);
    }

    [Fact]
    public async Task KeyThatChangesForEver_DelaysTheOthersByOneTurn()
    {
        WorkQueue<string>? queue = null;
        queue = Start(new WorkQueueOptions { Workers = 1 }, (key, _) =>
        {
            if (key == "busy" && _done.Count < 50)
            {
                queue!.Add("busy"); // set before anything is added
            }

            return Task.CompletedTask;
        }, isStarted: false);

        queue.Add("busy");
        queue.Add("one");
        queue.Add("two");
        Run(queue);

        await Eventually.True(() => _done.Count >= 4);
        _done.Take(4).Should().Equal("busy", "one", "two", "busy");
    }

    [Fact]
    public async Task Failure_IsTriedAgainAfterAPauseThatDoubles_UpToTheLongest()
    {
        var queue = Start(
            new WorkQueueOptions { Workers = 1, FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(5) },
            (_, _) => throw new InvalidOperationException("no"));
        queue.Add("a");

        for (var i = 1; i <= 5; i++)
        {
            await Eventually.True(() => _pauses.Count == i);
            _time.Advance(_pauses.Last());
        }

        _pauses.Take(5).Select(pause => pause.TotalSeconds).Should().Equal(1, 2, 4, 5, 5);
    }

    [Fact]
    public async Task Success_MakesTheNextPauseShortAgain()
    {
        var fails = true;
        var queue = Start(new WorkQueueOptions { Workers = 1, FirstPause = TimeSpan.FromSeconds(1) }, (_, _) => fails ? throw new InvalidOperationException("no") : Task.CompletedTask);
        queue.Add("a");
        await Eventually.True(() => _pauses.Count == 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(() => _pauses.Count == 2);
        fails = false;
        _time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.True(() => _done.Count == 1);
        fails = true;

        queue.Add("a");

        await Eventually.True(() => _pauses.Count == 3);
        _pauses.Last().Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task NewsOfAKeyThatWaitsForItsNextTry_IsTriedAtOnce()
    {
        var tries = 0;
        var queue = Start(new WorkQueueOptions { Workers = 1, FirstPause = TimeSpan.FromHours(1), LongestPause = TimeSpan.FromHours(1) }, (_, _) => Interlocked.Increment(ref tries) == 1 ? throw new InvalidOperationException("no") : Task.CompletedTask);
        queue.Add("a");
        await Eventually.True(() => _pauses.Count == 1);

        queue.Add("a");

        await Eventually.True(() => _done.Count == 1);
    }

    [Fact]
    public async Task LaterWork_ComesAtItsTime_AndTheSoonerOfTwoCounts()
    {
        var queue = Start(new WorkQueueOptions { Workers = 1 }, (_, _) => Task.CompletedTask);

        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("a", TimeSpan.FromSeconds(20));

        _time.Advance(TimeSpan.FromSeconds(2));
        queue.Depth.Should().Be(0);
        _time.Waiting.Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(() => _done.Count == 1);
        _time.Waiting.Should().Be(0, "it comes once");
    }

    [Fact]
    public void ManyKeysThatFailTogether_DoNotComeBackTogether()
    {
        var limits = new RetryLimits<int>(new WorkQueueOptions { FirstPause = TimeSpan.FromMilliseconds(1), RetriesPerSecond = 10, RetryBurst = 100 }, _time);

        var pauses = Enumerable.Range(0, 1000).Select(limits.Next).ToList();

        pauses.Take(100).Should().OnlyContain(pause => pause == TimeSpan.FromMilliseconds(1));
        pauses[^1].TotalSeconds.Should().BeApproximately(90, 0.1);
        limits.Failing.Should().Be(1000);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _gate.Release(100);
        await _running;
        _queue?.Dispose();
        _stop.Dispose();
        _gate.Dispose();
    }

    private WorkQueue<string> Start(WorkQueueOptions options, Func<string, CancellationToken, Task> workAsync, bool isStarted = true)
    {
        _queue = new WorkQueue<string>(options, new QueueMetrics("tests"), _time);
        _work = workAsync;
        if (isStarted)
        {
            Run(_queue);
        }

        return _queue;
    }

    private void Run(WorkQueue<string> queue) => _running = queue.RunAsync(
        async (key, cancellationToken) =>
        {
            await _work(key, cancellationToken);
            _done.Enqueue(key);
        },
        (_, _, pause) => _pauses.Enqueue(pause),
        _stop.Token);
}
