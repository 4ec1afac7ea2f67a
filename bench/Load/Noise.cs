using System.Diagnostics;

namespace AgentSandbox.Bench.Load;

/// <summary>A neighbour that takes both cores for a while, again and again, at times that nobody knows.</summary>
internal static class Noise
{
    public static void Run()
    {
        for (var i = 0; i < 2; i++)
        {
            new Thread(Disturb) { IsBackground = true }.Start();
        }

        Console.WriteLine("disturbing");
        Console.In.ReadToEnd();
    }

    private static void Disturb()
    {
        while (true)
        {
            Thread.Sleep(Random.Shared.Next(20, 600));
            var started = Stopwatch.GetTimestamp();
            var length = TimeSpan.FromMilliseconds(Random.Shared.Next(20, 400));
            while (Stopwatch.GetElapsedTime(started) < length)
            {
                Thread.SpinWait(1000);
            }
        }
    }
}
