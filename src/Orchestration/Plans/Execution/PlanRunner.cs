using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Runs the steps of a plan as soon as those they come after have ended, then the clean-up, then judges.</summary>
internal sealed class PlanRunner(PlanEnvironment environment)
{
    private static readonly TimeSpan s_cleanupLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_cleanupLimitOfStop = TimeSpan.FromSeconds(10);

    /// <summary>A plan of a thousand steps does not write its record a thousand times; a crash then loses <see cref="s_keepInterval"/> of what is known.</summary>
    private const int MaxKeptAtOnce = 100;

    private static readonly TimeSpan s_keepInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _keeping = new();

    public async Task RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        Dictionary<string, string> instances;
        string? lost;
        using (var timeout = new CancellationTokenSource(context.Plan.Timeout, environment.Time))
        using (var gone = new CancellationTokenSource())
        using (var any = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, gone.Token, cancellationToken))
        {
            var watch = CancelWhenDeletedAsync(context, gone, any.Token);
            var keeping = KeepAsync(context, any.Token);
            await BaselineWarmUp.RunAsync(context, environment, any.Token);
            instances = Instances();
            await RunStepsAsync(context, any.Token);
            lost = 0 switch
            {
                _ when gone.IsCancellationRequested => "the sandbox was deleted while the plan ran",
                _ when timeout.IsCancellationRequested => $"the plan did not end within {context.Plan.Timeout}",
                _ when cancellationToken.IsCancellationRequested => "the host was stopped while the plan ran",
                _ => null,
            };
            await any.CancelAsync();
            await Task.WhenAll(watch, keeping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        environment.Runs.Save(context.Record);
        await CleanUpAsync(context, cancellationToken);
        var facts = Facts(context, instances, lost);
        var ended = context.Change(record => record with { EndedAt = environment.Time.GetUtcNow(), Verdict = VerdictFunction.Decide(facts, record.Steps) });
        environment.Runs.Save(ended);
    }

    private async Task RunStepsAsync(RunContext context, CancellationToken cancellationToken)
    {
        var execution = new StepExecution(context, environment);
        using var places = new SemaphoreSlim(context.Plan.MaxParallel);
        var started = new Dictionary<string, Task<StepResult>>(StringComparer.Ordinal);
        var order = Order(context.Plan.Steps);
        foreach (var step in order)
        {
            var needed = step.After.Select(id => started[id]).ToList();
            started[step.Id] = RunWhenReadyAsync(step, needed);
        }

        await Task.WhenAll(started.Values);

        async Task<StepResult> RunWhenReadyAsync(PlanStep step, List<Task<StepResult>> needed)
        {
            var results = await Task.WhenAll(needed);
            if (results.FirstOrDefault(result => result.State is not (StepState.Passed or StepState.Skipped) || IsBlockedSkip(result)) is { } blocking)
            {
                var skipped = StepExecution.Blank(step, isCleanup: false) with { State = StepState.Skipped, Summary = BlockedBy + $"'{blocking.Id}', which did not pass." };
                context.SetStep(skipped);
                return skipped;
            }

            await places.WaitAsync(CancellationToken.None);
            try
            {
                var result = cancellationToken.IsCancellationRequested
                    ? StepExecution.Blank(step, isCleanup: false) with { State = StepState.Inconclusive, Summary = "The run was ended before the step began." }
                    : await execution.RunAsync(step, isCleanup: false, cancellationToken);
                context.SetStep(result);
                if (context.Plan.Steps.Count <= MaxKeptAtOnce)
                {
                    KeepIfPossible(context); // what ended is known before what comes after it begins, also to who asks after a crash
                }

                return result;
            }
            finally
            {
                places.Release();
            }
        }
    }

    private const string BlockedBy = "It comes after ";

    private static bool IsBlockedSkip(StepResult result) =>
        result.State == StepState.Skipped && result.Summary.StartsWith(BlockedBy, StringComparison.Ordinal);

    /// <summary>Clean-up runs whatever happened, also when the host stops; it has a limit of its own, a short one then.</summary>
    private async Task CleanUpAsync(RunContext context, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(s_cleanupLimit, environment.Time);
        await using var shortened = stopping.Register(() => limit.CancelAfter(s_cleanupLimitOfStop));
        var execution = new StepExecution(context, environment);
        foreach (var step in context.Plan.Cleanup)
        {
            await execution.RunAsync(step, isCleanup: true, limit.Token);
        }
    }

    /// <summary>Read and written in one step, so that an older state never comes over a newer one.</summary>
    private void Keep(RunContext context)
    {
        lock (_keeping)
        {
            environment.Runs.Save(context.Record);
        }
    }

    private void KeepIfPossible(RunContext context)
    {
        try
        {
            Keep(context);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk ends the run where its whole record cannot be written, not here.
        }
    }

    /// <summary>Writes what is known so far, for whoever asks after a crash.</summary>
    private async Task KeepAsync(RunContext context, CancellationToken cancellationToken)
    {
        RunRecord? kept = null;
        while (true)
        {
            var changed = context.WhenChanged();
            var record = context.Record;
            if (!ReferenceEquals(record, kept))
            {
                Keep(context);
                kept = record;
            }

            await changed.WaitAsync(cancellationToken);
            await Task.Delay(s_keepInterval, environment.Time, cancellationToken);
        }
    }

    private async Task CancelWhenDeletedAsync(RunContext context, CancellationTokenSource gone, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = environment.Store.WhenChanged();
            if (environment.Store.Find(context.Sandbox.Spec.Id) is not { Spec.Deletion: null })
            {
                await gone.CancelAsync();
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private RunFacts Facts(RunContext context, Dictionary<string, string> instances, string? lost)
    {
        var now = environment.Store.Find(context.Sandbox.Spec.Id);
        var after = Instances();
        return new RunFacts
        {
            ChangedForks = [.. context.Record.Forks.Select(fork => Changed(fork, now)).OfType<string>()],
            RestartedServices = [.. instances.Where(pair => after.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal)],
            StaleForks = [.. context.Record.Forks.Where(fork => fork.Stale).Select(fork => fork.Service)],
            LostReason = lost,
            NeedsFork = context.Plan.Steps.Any(NeedsFork),
        };
    }

    // A fork that crashed is still the pinned one: the requests that it no longer answers fail by themselves.
    private static string? Changed(PinnedFork fork, SandboxRecord? now)
    {
        var serving = now?.Forks.GetValueOrDefault(fork.Service)?.Serving;
        return serving switch
        {
            null => $"{fork.Service} revision {fork.Revision} is gone",
            _ when serving.Revision != fork.Revision => $"{fork.Service} went from revision {fork.Revision} to {serving.Revision}",
            _ => null,
        };
    }

    private static bool NeedsFork(PlanStep step) => step switch
    {
        RequestStep request => request.ServedBy == ServedBy.Fork,
        CompareStep or LoadStep or ReplayStep => true,
        RunStep run => run.MustMeetFork,
        _ => false,
    };

    private Dictionary<string, string> Instances() => environment.Baseline.Services
        .Where(service => service.Instance is not null)
        .ToDictionary(service => service.Name, service => service.Instance!); // tested above

    /// <summary>The steps so that each comes after those it needs; the reader has refused cycles.</summary>
    private static List<PlanStep> Order(IReadOnlyList<PlanStep> steps)
    {
        var byId = steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<PlanStep>();
        foreach (var step in steps)
        {
            // Iterative, since a chain may be as long as the plan.
            var stack = new Stack<(PlanStep Step, bool IsReady)>([(step, false)]);
            while (stack.TryPop(out var next))
            {
                if (next.IsReady)
                {
                    ordered.Add(next.Step);
                }
                else if (done.Add(next.Step.Id))
                {
                    stack.Push((next.Step, true));
                    foreach (var id in next.Step.After.Reverse())
                    {
                        stack.Push((byId[id], false));
                    }
                }
            }
        }

        return ordered;
    }
}
