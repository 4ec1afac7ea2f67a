using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Git.Commands;

/// <summary>Tells from git's message what kind of failure it is.</summary>
internal static partial class GitErrors
{
    private const int MaxLength = 2000;

    private static readonly (GitProblem Problem, string[] Marks)[] s_marks =
    [
        (GitProblem.UntrustedOwner, ["dubious ownership", "unsafe repository"]),
        (GitProblem.NotARepository, ["not a git repository"]),
        (GitProblem.NotAWorkTree, ["must be run in a work tree"]),
        (GitProblem.Locked, ["Another git process", "could not lock", "cannot lock", ".lock': File exists"]),
        (GitProblem.FileAccess, ["Permission denied", "No space left", "Read-only file system", "Disk quota"]),
    ];

    public static GitProblem Classify(string error)
    {
        foreach (var (problem, marks) in s_marks)
        {
            if (marks.Any(mark => error.Contains(mark, StringComparison.OrdinalIgnoreCase)))
            {
                return problem;
            }
        }

        return GitProblem.CommandFailed;
    }

    /// <summary>Git's own message, bounded, without the part that only repeats how to use git.</summary>
    public static string Describe(GitInvocation invocation, GitOutput output)
    {
        var message = output.Error.Trim();
        if (message.Length > MaxLength)
        {
            message = "…" + message[^MaxLength..];
        }

        return message.Length > 0
            ? message
            : string.Create(CultureInfo.InvariantCulture, $"'git {invocation.Arguments[0]}' ended with exit code {output.ExitCode} and no message.");
    }

    /// <summary>Adds which lock file is in the way and for how long, since a crashed git leaves it for ever.</summary>
    public static string DescribeLock(string message, DateTimeOffset now)
    {
        var path = LockPath().Match(message).Groups["path"].Value;
        if (path.Length == 0 || !File.Exists(path))
        {
            return message;
        }

        var age = now - File.GetLastWriteTimeUtc(path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The lock file '{path}' exists for {Math.Max(0, (long)age.TotalSeconds)} s; if no git is running, it is stale. {message}");
    }

    [GeneratedRegex(@"'(?<path>[^'\n]+\.lock)'")]
    private static partial Regex LockPath();
}
