namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>A recording that cannot be used; the message says why.</summary>
internal sealed class RecordingProblem(string message) : Exception(message);
