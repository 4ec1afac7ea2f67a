using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>A run as its watchers see it.</summary>
/// <param name="Record">The run so far.</param>
/// <param name="Activity">What happens now; empty when it has ended.</param>
public sealed record RunView(RunRecord Record, string Activity);
