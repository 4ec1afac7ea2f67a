using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>What can go wrong with the host itself.</summary>
internal static class HostFailures
{
    public static SandboxFailure NotStarted(string observed, string logPath, IReadOnlyList<string> evidence) => new()
    {
        Code = FailureCodes.HostNotStarted,
        Category = FailureCategory.Environment,
        Message = $"The host of this repository could not be started: {observed}",
        Hint = $"Run 'agent-sandbox doctor', or 'agent-sandbox host run' to see it fail; its log is '{logPath}'.",
        Evidence = evidence,
    };

    public static SandboxFailure AlreadyRuns(int? pid) => new()
    {
        Code = FailureCodes.HostNotStarted,
        Category = FailureCategory.User,
        Message = pid is { } known
            ? $"A host of this repository already runs, with process id {known}."
            : "A host of this repository already runs; it is starting or ending.",
        Hint = "Use it as it is, or run 'agent-sandbox host stop' first.",
    };

    public static SandboxFailure PortInUse(int port, string observed) => new()
    {
        Code = FailureCodes.PortInUse,
        Category = FailureCategory.Environment,
        Message = $"Port {port} on 127.0.0.1, which this repository's host uses for MCP, is taken by another program: {observed}",
        Hint = "End that program, or choose another port with 'agent-sandbox host restart --port 0' and tell it to clients that use HTTP.",
    };

    public static SandboxFailure NotStopped(int pid, TimeSpan limit) => new()
    {
        Code = FailureCodes.HostNotStarted,
        Category = FailureCategory.Environment,
        Message = $"The host with process id {pid} has not ended within {limit.TotalSeconds:0} s.",
        Hint = $"Look at its log; 'kill -9 {pid}' ends it, and the next host cleans up after it.",
        Retryable = true,
    };

    public static SandboxFailure Lost(string observed) => new()
    {
        Code = FailureCodes.HostLost,
        Category = FailureCategory.Environment,
        Message = $"The host went away while it was asked: {observed}",
        Hint = "Try again; a new host is started when it is needed.",
        Retryable = true,
    };

    public static SandboxFailure NotRunning() => new()
    {
        Code = FailureCodes.HostNotStarted,
        Category = FailureCategory.User,
        Message = "No host of this repository runs.",
        Hint = "It starts by itself with the first call, or with 'agent-sandbox host run'.",
    };

    /// <summary>
    /// A directory without git and without configuration is nobody's repository: no state may be written into it.
    /// </summary>
    public static SandboxFailure? Unconfigured(RepositoryLocation location) =>
        location.IsGit || File.Exists(Path.Join(location.Root, RepositoryLocation.ConfigurationFile)) ? null : new()
        {
            Code = FailureCodes.ConfigurationInvalid,
            Category = FailureCategory.Configuration,
            Message = $"'{location.Root}' is not in a git repository and has no {RepositoryLocation.ConfigurationFile}.",
            Hint = "Name the working tree with --workspace or the argument 'worktree', or run 'agent-sandbox init' there.",
        };

    public static SandboxFailure NoLocation(GitFailure failure) => new()
    {
        Code = failure.Problem is GitProblem.DirectoryMissing or GitProblem.NotAWorkTree or GitProblem.BareRepository
            ? FailureCodes.TreeUnavailable
            : FailureCodes.GitFailed,
        Category = failure.Problem is GitProblem.GitNotInstalled ? FailureCategory.Environment : FailureCategory.User,
        Message = $"The working tree '{failure.Subject}' cannot be used: {failure.Observed}",
        Hint = failure.Problem is GitProblem.GitNotInstalled
            ? "Install git and make it available in PATH."
            : "Name an existing working tree with --workspace or the argument 'worktree'.",
    };
}
