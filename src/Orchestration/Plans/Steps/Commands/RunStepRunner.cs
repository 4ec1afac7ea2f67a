using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>Runs a command with the run's values in its environment, and ends everything that it started.</summary>
/// <param name="launcher">Starts the command.</param>
/// <param name="host">The mark below which the command is started, so that a later host finds what a crash left.</param>
/// <param name="minimalEnvironment">What programs need to work at all.</param>
internal sealed class RunStepRunner(IProcessLauncher launcher, ProcessMark host, IReadOnlyDictionary<string, string> minimalEnvironment) : IStepRunner
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    // A hop is recorded when the request has ended, which may be a little after its client has.
    private static readonly TimeSpan s_hopsInFlight = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    // A try that the plan's clock ended this close to the limit was ended by the limit.
    private static readonly TimeSpan s_clockSlack = TimeSpan.FromMilliseconds(500);

    public string Kind => StepKinds.Run;

    public async Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken)
    {
        var run = (RunStep)step;
        var resolved = ResolvedCommand.Of(run, services);
        if (!resolved.IsSuccess)
        {
            return StepFailures.Outcome(resolved.Failure, services);
        }

        var command = resolved.Value;
        var target = Path.Join(services.ArtifactDirectory, run.Id);
        if (Empty(target) is { } unwritable)
        {
            return StepFailures.Outcome(unwritable, services);
        }

        var globs = command.JUnit.Concat(command.Artifacts).ToList();
        var before = FileSearch.Find(command.Directory, globs);
        var answers = await services.ForkAnswersAsync(cancellationToken);
        services.Report(services.Redact($"running {command.Words[0]}"));
        var output = new CommandOutput(Path.Join(target, "output.log"), services.Time);
        var start = launcher.Start(Spec(command, output, services, run));
        if (!start.TryGetChild(out var child, out var failure))
        {
            return StepFailures.Outcome(NotStarted(run, failure), services);
        }

        var exit = await WaitAsync(child, output, run.Timeout, services, cancellationToken);
        var end = new CommandEnd(exit, output.Finish(services.Redact), await MetForkAsync(answers, run.MustMeetFork && exit is not null, services, cancellationToken));
        return new RunJudge(run, command, services).Judge(
            end,
            FileSearch.Fresh(before, FileSearch.Find(command.Directory, command.JUnit)),
            new ArtifactCollector(target, services.Redact).Collect(FileSearch.Fresh(before, FileSearch.Find(command.Directory, command.Artifacts))));
    }

    private ProcessSpec Spec(ResolvedCommand command, CommandOutput output, IStepServices services, RunStep step) => new()
    {
        FileName = command.Words[0],
        Arguments = [.. command.Words.Skip(1)],
        WorkingDirectory = command.Directory,
        Environment = RunEnvironment.Of(minimalEnvironment, command.Environment, services),
        OutputPath = output.FilePath,
        Mark = host.Append("plan").Append(services.Run.Sandbox).Append(services.Run.Id).Append(step.Id),
    };

    /// <summary>Waits for the end; null when the limit came first. Nothing of the command is left when this returns or throws.</summary>
    private static async Task<ProcessExit?> WaitAsync(IChildProcess child, CommandOutput output, TimeSpan timeout, IStepServices services, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var ended = new CancellationTokenSource();
        var watch = output.WatchAsync(ended.Token);
        try
        {
            return await child.Exited.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested || services.Time.GetElapsedTime(began) >= timeout - s_clockSlack)
        {
            return null;
        }
        finally
        {
            // Also when nobody waits any more, and also what a command that ended well left running. So it takes no token.
            await child.StopAsync(s_grace, CancellationToken.None);
            await ended.CancelAsync();
            await watch;
            if (cancellationToken.IsCancellationRequested)
            {
                _ = output.Finish(services.Redact);
            }
        }
    }

    private static async Task<bool> MetForkAsync(long before, bool isWaitedFor, IStepServices services, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        while (await services.ForkAnswersAsync(cancellationToken) <= before)
        {
            if (!isWaitedFor || services.Time.GetElapsedTime(began) >= s_hopsInFlight)
            {
                return false;
            }

            await Task.Delay(s_look, services.Time, cancellationToken);
        }

        return true;
    }

    // An earlier try may have left files there, which would pass for this one's.
    private static SandboxFailure? Empty(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }

            _ = Directory.CreateDirectory(directory);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.StorageFailed,
                Category = FailureCategory.Environment,
                Message = $"The directory '{directory}' for what the command leaves cannot be written: {e.Message}",
                Hint = "Free disk space or mend the permissions, and run the plan again.",
                Retryable = true,
            };
        }
    }

    private static SandboxFailure NotStarted(RunStep step, ProcessStartFailure failure) => new()
    {
        Code = FailureCodes.CommandNotStarted,
        Category = FailureCategory.Configuration,
        Message = $"The command of step '{step.Id}' was not started: {failure.Message}",
        Hint = "Install the program, or correct the command of the step.",
    };
}
