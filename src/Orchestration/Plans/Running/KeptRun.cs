namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>A run as it is kept with its sandbox.</summary>
/// <param name="Record">The run, as far as it was kept.</param>
/// <param name="LostReason">Why nobody runs it any more though it has no end; null when it has ended, or when somebody still runs it.</param>
public sealed record KeptRun(RunRecord Record, string? LostReason = null);
