using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AgentSandbox.FunctionalTests;

/// <summary>Waits for a condition of the world outside, with a deadline that only a failure meets.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    public static Task True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? text = null) =>
        True(() => Task.FromResult(condition()), text);

    public static async Task True(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        var clock = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (clock.Elapsed > s_deadline)
            {
                throw new Xunit.Sdk.XunitException($"Not within {s_deadline.TotalSeconds} s: {text}");
            }

            await pause.WaitForNextTickAsync();
        }
    }

    public static async Task<T> Value<T>(Func<T?> read, [CallerArgumentExpression(nameof(read))] string? text = null)
        where T : class
    {
        T? value = null;
        await True(() => (value = read()) is not null, text);
        return value!; // the condition above held
    }
}
