namespace AgentSandbox.Orchestration.Git;

/// <summary>Carries a failure from the command that met it to the edge of the port; never leaves it.</summary>
internal sealed class GitException(GitFailure failure) : Exception(failure.ToString())
{
    public GitException(GitProblem problem, string subject, string observed)
        : this(new GitFailure { Problem = problem, Subject = subject, Observed = observed })
    {
    }

    public GitFailure Failure { get; } = failure;
}
