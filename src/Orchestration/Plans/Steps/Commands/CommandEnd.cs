using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>How a command ended, and what was seen of it.</summary>
/// <param name="Exit">How it ended by itself; null when its time was over.</param>
/// <param name="Output">The end of its output, without secrets.</param>
/// <param name="MetFork">Whether a fork answered anything with the run's key meanwhile.</param>
internal sealed record CommandEnd(ProcessExit? Exit, IReadOnlyList<string> Output, bool MetFork);
