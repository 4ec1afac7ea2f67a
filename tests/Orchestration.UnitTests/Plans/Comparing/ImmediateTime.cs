namespace AgentSandbox.Orchestration.UnitTests.Plans.Comparing;

/// <summary>A clock whose pauses end at once.</summary>
internal sealed class ImmediateTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
