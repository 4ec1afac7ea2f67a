namespace AgentSandbox.Orchestration.Failures;

/// <summary>The value of a <see cref="Result{T}"/> that has nothing to say but that it succeeded.</summary>
public readonly record struct Done;
