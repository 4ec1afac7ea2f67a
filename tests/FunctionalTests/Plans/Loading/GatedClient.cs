using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

namespace AgentSandbox.FunctionalTests.Plans.Loading;

/// <summary>Answers when its gate is opened; sides that it does not hold are answered at once.</summary>
internal sealed class GatedClient(params LoadSide[] held) : ILoadClient
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _came = new(0);
    private int _now;
    private int _most;

    public int MostAtOnce => _most;

    public void Open() => _gate.TrySetResult();

    /// <summary>Completes when so many requests have come.</summary>
    public async Task Came(int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            (await _came.WaitAsync(TestTimeouts.Default)).Should().BeTrue("request {0} has to come without answers to those before", i);
        }
    }

    public async ValueTask<LoadAnswer> SendAsync(LoadSide side, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref _now);
        InterlockedMax(now);
        _came.Release();
        try
        {
            if (held.Length == 0 || held.Contains(side))
            {
                await _gate.Task.WaitAsync(cancellationToken);
            }

            await Task.Yield();
            return new LoadAnswer(LoadAnswerKind.Answered, 200);
        }
        catch (OperationCanceledException)
        {
            return new LoadAnswer(LoadAnswerKind.TimedOut);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    private void InterlockedMax(int now)
    {
        for (var most = _most; now > most; most = _most)
        {
            Interlocked.CompareExchange(ref _most, now, most);
        }
    }
}
