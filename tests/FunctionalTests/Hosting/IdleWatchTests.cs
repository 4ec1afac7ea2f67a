using AgentSandbox.McpServer.Hosting;

namespace AgentSandbox.FunctionalTests.Hosting;

public sealed class IdleWatchTests
{
    [Fact]
    public async Task WhileThereIsASandbox_TheTimeDoesNotRun()
    {
        var limit = TimeSpan.FromMilliseconds(250);
        var (looks, hasSandboxes) = (0, true);
        var watch = new IdleWatch(new CallCounter(TimeProvider.System), Look, limit, TimeProvider.System);

        var ended = watch.WaitAsync(CancellationToken.None);

        // Each look is at least 50 ms after the last one, so twenty are four times the limit.
        await Eventually.True(() => Volatile.Read(ref looks) >= 20, "it has looked for longer than the limit");
        ended.IsCompleted.Should().BeFalse();
        Volatile.Write(ref hasSandboxes, false);
        await ended.WaitAsync(TestTimeouts.Default);

        bool Look()
        {
            Interlocked.Increment(ref looks);
            return Volatile.Read(ref hasSandboxes);
        }
    }

    [Fact]
    public async Task Cancellation_EndsTheWatch()
    {
        using var source = new CancellationTokenSource();
        var watch = new IdleWatch(new CallCounter(TimeProvider.System), () => true, TimeSpan.FromHours(1), TimeProvider.System);

        var ended = watch.WaitAsync(source.Token);
        await source.CancelAsync();

        await ended.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }
}
