using System.Globalization;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Orchestration.Git.Commands;

/// <summary>Runs git. What is not an answer of git itself becomes a <see cref="GitException"/>.</summary>
internal sealed class GitCommand(ICommandRunner runner, TimeProvider time)
{
    // Lists of names in very large trees; beyond it we fail rather than act on half a list.
    private const int MaxOutputBytes = 256 * 1024 * 1024;

    // Together 3 s: longer than any git of a person holds a lock, short enough for a tool call.
    private static readonly TimeSpan[] s_lockWaits = [.. new[] { 50, 100, 200, 350, 500, 800, 1000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    // Hooks, monitors and repacking are the user's and must not run because of us. Null devices differ by platform.
    private static readonly string[] s_settings =
    [
        "core.hooksPath=" + (OperatingSystem.IsWindows() ? "NUL" : "/dev/null"),
        "core.fsmonitor=false",
        "gc.auto=0",
        "maintenance.auto=false",
        "advice.detachedHead=false",
        "core.splitIndex=false",
    ];

    /// <summary>Runs git and returns what it printed, also when it failed.</summary>
    public async Task<GitOutput> TryRunAsync(GitInvocation invocation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var output = await RunOnceAsync(invocation, cancellationToken);
            var locked = !output.Succeeded && GitErrors.Classify(output.Error) == GitProblem.Locked;
            if (!locked || attempt == s_lockWaits.Length)
            {
                return output;
            }

            await Task.Delay(s_lockWaits[attempt], time, cancellationToken);
        }
    }

    /// <summary>Runs git; a failure of git is an exception that has its message.</summary>
    public async Task<GitOutput> RunAsync(GitInvocation invocation, CancellationToken cancellationToken)
    {
        var output = await TryRunAsync(invocation, cancellationToken);
        return output.Succeeded ? output : throw Failure(invocation, output);
    }

    /// <summary>The failure that git's output means.</summary>
    public GitException Failure(GitInvocation invocation, GitOutput output)
    {
        var problem = GitErrors.Classify(output.Error);
        var message = GitErrors.Describe(invocation, output);
        var observed = problem == GitProblem.Locked ? GitErrors.DescribeLock(message, time.GetUtcNow()) : message;
        return new GitException(problem, invocation.Directory, observed);
    }

    private async Task<GitOutput> RunOnceAsync(GitInvocation invocation, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(
            new CommandSpec
            {
                FileName = "git",
                Arguments = [.. GlobalArguments(invocation), .. invocation.Arguments],
                WorkingDirectory = invocation.Directory,
                Environment = GitEnvironment.Create(invocation),
                StandardInput = invocation.Input,
                Timeout = invocation.Timeout,
                MaxOutputBytes = MaxOutputBytes,
            },
            cancellationToken);

        return result.Outcome switch
        {
            CommandOutcome.NotStarted => throw NotStarted(invocation, result.StartFailure),
            CommandOutcome.TimedOut => throw TimedOut(invocation),
            _ when result.Truncated => throw new GitException(
                GitProblem.CommandFailed, invocation.Directory, $"'git {invocation.Arguments[0]}' printed more than {MaxOutputBytes} bytes."),
            _ => new GitOutput { ExitCode = result.ExitCode, Output = result.Output, Error = result.ErrorText },
        };
    }

    private static IEnumerable<string> GlobalArguments(GitInvocation invocation)
    {
        foreach (var setting in s_settings.Concat(invocation.Settings))
        {
            yield return "-c";
            yield return setting;
        }

        yield return "--no-pager";
        if (!invocation.PathsArePatterns)
        {
            yield return "--literal-pathspecs";
        }
    }

    private static GitException TimedOut(GitInvocation invocation) => new(
        GitProblem.TimedOut,
        invocation.Directory,
        string.Create(CultureInfo.InvariantCulture, $"'git {invocation.Arguments[0]}' did not finish within {invocation.Timeout.TotalSeconds} s."));

    private static GitException NotStarted(GitInvocation invocation, ProcessStartFailure? failure) => failure?.Kind switch
    {
        ProcessStartFailureKind.NotFound => new(GitProblem.GitNotInstalled, invocation.Directory, "The command 'git' was not found in PATH."),
        ProcessStartFailureKind.WorkingDirectoryMissing => new(GitProblem.DirectoryMissing, invocation.Directory, "The directory does not exist."),
        _ => new(GitProblem.CommandFailed, invocation.Directory, failure?.Message ?? "Git could not be started."),
    };
}
