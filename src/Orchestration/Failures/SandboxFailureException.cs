namespace AgentSandbox.Orchestration.Failures;

/// <summary>A failure that stops the work in the middle of something that has no result of its own to return it with.</summary>
/// <param name="failure">The failure, as it is to be shown.</param>
/// <remarks>An <see cref="IOException"/>, as a full disk is for the journal.</remarks>
public abstract class SandboxFailureException(SandboxFailure failure) : IOException($"{failure.Code}: {failure.Message}")
{
    /// <summary>What is to be shown.</summary>
    public SandboxFailure Failure { get; } = failure;
}
