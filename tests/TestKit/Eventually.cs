using System.Runtime.CompilerServices;

namespace AgentSandbox.TestKit;

/// <summary>Waits for conditions of the world that give no signal, with a deadline that only a failure meets.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    public static Task True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null) =>
        True(() => Task.FromResult(condition()), what);

    public static async Task True(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        using var timer = new PeriodicTimer(s_interval);
        using var limit = new CancellationTokenSource(TestTimeouts.Default);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Within {TestTimeouts.Default}, this did not become true: {what}");
            }
        }
    }

    public static async Task<T> Value<T>(Func<T?> read, [CallerArgumentExpression(nameof(read))] string? what = null)
        where T : class
    {
        T? value = null;
        await True(() => (value = read()) is not null, what);
        return value!; // the condition above held
    }
}
