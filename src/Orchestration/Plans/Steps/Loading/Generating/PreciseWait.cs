using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>Waits for a moment with an error far below a millisecond, without burning a core.</summary>
/// <remarks>
/// Waits of the runtime end on millisecond boundaries, and spinning takes the core that the answers are read on. So the
/// bulk is waited on the cancellation's handle, the rest but for some microseconds by <c>nanosleep</c>, and only these
/// are spun. Where there is no <c>nanosleep</c> the rest is yielded away.
/// </remarks>
internal static partial class PreciseWait
{
    private static readonly long s_millisecond = Stopwatch.Frequency / 1000;
    private static readonly long s_coarse = 2 * s_millisecond;
    private static readonly long s_spin = s_millisecond / 25;

    /// <summary>Returns at <paramref name="due"/>, or false as soon as the token is cancelled.</summary>
    /// <param name="due">The moment as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static bool Until(long due, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            var left = due - Stopwatch.GetTimestamp();
            if (left <= 0)
            {
                return true;
            }

            if (left > s_coarse)
            {
                cancellationToken.WaitHandle.WaitOne((int)Math.Min(1000, (left - s_coarse) / s_millisecond + 1));
            }
            else if (left > s_spin)
            {
                Doze(left - s_spin);
            }
            else
            {
                Thread.SpinWait(10);
            }
        }
    }

    private static void Doze(long ticks)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Yield();
            return;
        }

        var time = new TimeSpec { Seconds = 0, Nanoseconds = (nint)(ticks * (1_000_000_000.0 / Stopwatch.Frequency)) };
        _ = NanoSleep(in time, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
