using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Failures of sources and of the configuration.</summary>
internal static class LocalFailures
{
    public static SandboxFailure Git(GitFailure failure) => new()
    {
        Code = failure.Problem is GitProblem.DirectoryMissing or GitProblem.OtherRepository or GitProblem.NotAWorkTree
            ? FailureCodes.TreeUnavailable
            : FailureCodes.GitFailed,
        Category = failure.Problem is GitProblem.UnknownReference or GitProblem.InvalidReference or GitProblem.DirectoryMissing or GitProblem.InvalidPath
            ? FailureCategory.User
            : FailureCategory.Environment,
        Message = $"Git could not use '{Sandboxes.NameFailures.Quote(failure.Subject)}': {failure.Observed.TrimEnd()}",
        Hint = GitHint(failure.Problem),
        Retryable = failure.Problem is GitProblem.Locked or GitProblem.TimedOut,
    };

    public static SandboxFailure Configuration(string file, IReadOnlyList<ConfigurationProblem> problems) => new()
    {
        Code = FailureCodes.ConfigurationInvalid,
        Category = FailureCategory.Configuration,
        Message = problems is [{ Line: 0 } whole] ? whole.Message : $"{file} cannot be used; it has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}.",
        Hint = problems is [{ Line: 0 } one] ? $"{char.ToUpperInvariant(one.Fix[0])}{one.Fix[1..]}." : $"Correct the file as each of these lines says, and call again.",
        Evidence = problems is [{ Line: 0 }] ? [] : [.. problems.Select(problem => problem.Format(file))],
    };

    public static SandboxFailure NotForkable(string service, string kind) => new()
    {
        Code = FailureCodes.ServiceNotForkable,
        Category = FailureCategory.User,
        Message = $"Service '{service}' cannot be forked: {kind}.",
        Hint = "Fork a service that this repository runs; see list_services.",
    };

    public static SandboxFailure NothingChanged(string tree) => new()
    {
        Code = FailureCodes.NothingChanged,
        Category = FailureCategory.User,
        Message = $"No file below the folder of a service differs from the baseline in '{tree}'.",
        Hint = "Edit first, or name the services to fork with 'services'.",
    };

    public static SandboxFailure ServicesNeeded() => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = "Without git and a trunk it cannot be told which services changed.",
        Hint = "Name the services to fork with 'services'.",
    };

    public static SandboxFailure Storage(string what, Exception exception) => new()
    {
        Code = FailureCodes.StorageFailed,
        Category = FailureCategory.Environment,
        Message = $"{what} failed: {exception.Message}",
        Hint = "Check the free space and the permissions of that directory, then try again.",
        Retryable = true,
    };

    private static string GitHint(GitProblem problem) => problem switch
    {
        GitProblem.GitNotInstalled => "Install git and see that it is on the PATH.",
        GitProblem.DirectoryMissing => "Pass an existing working tree as 'worktree'.",
        GitProblem.UnknownReference or GitProblem.InvalidReference => "Name a branch, tag or commit of this repository, or leave 'ref' out.",
        GitProblem.OtherRepository => "Use the agent-sandbox server of that repository, or pass a tree of this one as 'worktree'.",
        GitProblem.UntrustedOwner => "Git distrusts the owner of the directory; add it to safe.directory if you trust it.",
        GitProblem.Locked => "Wait for the other git process, or remove the lock file if no git runs any more.",
        GitProblem.BareRepository => "Use a clone with a working tree.",
        _ => "Run the same in a terminal to see more, then try again.",
    };
}
