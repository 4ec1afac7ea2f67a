namespace AgentSandbox.Orchestration.UseCases.Deleting;

/// <summary>How a deletion stands when the answer is given.</summary>
/// <param name="Gone">True when nothing is left; false while it is still being removed.</param>
/// <param name="View">What is left; null when the sandbox is gone.</param>
public sealed record DeleteSandboxResult(bool Gone, SandboxView? View);
