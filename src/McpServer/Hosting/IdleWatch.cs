namespace AgentSandbox.McpServer.Hosting;

/// <summary>Tells when a host has had neither a sandbox nor a call for a time.</summary>
internal sealed class IdleWatch(CallCounter calls, Func<bool> hasSandboxes, TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

    /// <summary>Returns when the time is over.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromTicks(Math.Clamp(limit.Ticks / 5, TimeSpan.TicksPerMillisecond * 50, s_longestPause.Ticks));
        using var timer = new PeriodicTimer(pause, time);
        var lastSandbox = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (hasSandboxes())
            {
                lastSandbox = time.GetTimestamp();
            }
            else if (calls.Idle >= limit && time.GetElapsedTime(lastSandbox) >= limit)
            {
                return;
            }
        }
    }
}
