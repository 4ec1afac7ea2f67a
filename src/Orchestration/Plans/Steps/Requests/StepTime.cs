namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>The time that the requests of a step have together.</summary>
/// <remarks>It is a little less than the step's limit, so that what ends a step is a request with its own fact, and not a cancellation that names nothing.</remarks>
internal sealed class StepTime(PlanStep step, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>What is left of it; at least a moment, so that it can be a request's limit.</summary>
    public TimeSpan Left => TimeSpan.FromMilliseconds(Math.Max(1, (step.Timeout * 0.95 - time.GetElapsedTime(_began)).TotalMilliseconds));

    /// <summary>True when nothing is left.</summary>
    public bool IsOver => time.GetElapsedTime(_began) >= step.Timeout * 0.95;
}
