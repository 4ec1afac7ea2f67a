using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Runs one step with its condition, time limit, tries and captures.</summary>
internal sealed class StepExecution(RunContext context, PlanEnvironment environment)
{
    public async Task<StepResult> RunAsync(PlanStep step, bool isCleanup, CancellationToken cancellationToken)
    {
        var started = environment.Time.GetUtcNow();
        var clock = environment.Time.GetTimestamp();
        var services = Services(step, context.Key);
        var result = Blank(step, isCleanup) with { State = StepState.Running, StartedAt = started, Inputs = StepInputs.Of(step, services) };
        context.SetStep(result);
        if (Condition(step, services) is { } skipped)
        {
            return Finish(result with { State = skipped.State, Summary = skipped.Summary }, clock);
        }

        var outcome = await TryAsync(step, cancellationToken);
        var tries = 1;
        var first = outcome;
        while (outcome is { State: StepState.Failed, IsFinal: false } && tries <= Retries(step) && !cancellationToken.IsCancellationRequested)
        {
            services.Report($"failed, trying again ({tries + 1} of {Retries(step) + 1})");
            outcome = await TryAsync(step, cancellationToken);
            tries++;
        }

        var captured = Capture(step, outcome);
        outcome = captured.Failure ?? outcome;
        if (outcome.State == StepState.Passed)
        {
            context.Values.Add(step.Id, captured.Values);
        }

        return Finish(
            result with
            {
                State = outcome.State,
                Summary = Summary(outcome, first, tries),
                Failures = outcome.Failures,
                Evidence = outcome.Evidence,
                Tries = tries,
                IsFlaky = tries > 1 && outcome.State == StepState.Passed,
                MetFork = outcome.MetFork,
            },
            clock);
    }

    public static StepResult Blank(PlanStep step, bool isCleanup) => new()
    {
        Id = step.Id,
        Kind = step.Kind,
        Title = step.Title,
        State = StepState.Waiting,
        IsCleanup = isCleanup,
    };

    private static string Summary(StepOutcome outcome, StepOutcome first, int tries) => (tries, outcome.State) switch
    {
        (1, _) => outcome.Summary,
        (_, StepState.Passed) => $"Flaky: it failed and passed in try {tries}. First: {first.Summary}",
        _ => $"{outcome.Summary.TrimEnd('.')}. It failed in all {tries} tries.",
    };

    /// <summary>Trying again must not change shared state a second time unless the author says so.</summary>
    private static int Retries(PlanStep step) => step.Retries ?? step switch
    {
        RequestStep request => RoutedRequestCheck.IsSafe(request.Request.Method) ? 1 : 0,
        CompareStep { Mutates: false } or LoadStep { Mutates: false } or ReplayStep { Mutates: false } => 1,
        RunStep => 1,
        _ => 0,
    };

    private StepResult Finish(StepResult result, long clock)
    {
        var finished = result with { Duration = environment.Time.GetElapsedTime(clock) };
        context.SetStep(finished);
        return finished;
    }

    private static (StepState State, string Summary)? Condition(PlanStep step, StepServices services)
    {
        if (step.When is not { } when)
        {
            return null;
        }

        var holds = TemplateResolver.Holds(when, services.Values);
        return holds switch
        {
            { IsSuccess: false } => (StepState.Skipped, $"Its condition '{when}' has no value: {holds.Failure.Message}"),
            { Value: false } => (StepState.Skipped, $"Its condition '{when}' does not hold."),
            _ => null,
        };
    }

    private StepServices Services(PlanStep step, RunKey key) =>
        new(context, environment, key, step.Id);

    private Task<StepOutcome> TryAsync(PlanStep step, CancellationToken cancellationToken) => step switch
    {
        LoadStep => TryInTurnAsync(step, cancellationToken),
        RunStep => TryWithOwnKeyAsync(step, cancellationToken),
        _ => TryAsync(step, Services(step, context.Key), cancellationToken),
    };

    /// <summary>One load step at a time, of all runs. Its limit begins when its turn comes.</summary>
    private async Task<StepOutcome> TryInTurnAsync(PlanStep step, CancellationToken cancellationToken)
    {
        try
        {
            if (!await environment.LoadTurn.WaitAsync(TimeSpan.Zero, cancellationToken))
            {
                Services(step, context.Key).Report("waiting for another load step to end");
                await environment.LoadTurn.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Ended();
        }

        try
        {
            return await TryWithOwnKeyAsync(step, cancellationToken);
        }
        finally
        {
            environment.LoadTurn.Release();
        }
    }

    /// <summary>
    /// What a step sends by itself is only known by its key, so that such a step gets one of its own: otherwise a step
    /// beside it, which meets the fork, would vouch for one that does not.
    /// </summary>
    private async Task<StepOutcome> TryWithOwnKeyAsync(PlanStep step, CancellationToken cancellationToken)
    {
        var key = environment.Keys.Begin(context.Sandbox.Spec.Id);
        try
        {
            await environment.Routes.SyncAsync(CancellationToken.None);
            await environment.Hops.ForkAnswersAsync(key.Key, cancellationToken); // counts from here on
            return await TryAsync(step, Services(step, key), cancellationToken);
        }
        finally
        {
            environment.Keys.End(key);
            environment.Hops.Forget(key.Key);
            await environment.Routes.SyncAsync(CancellationToken.None);
        }
    }

    private async Task<StepOutcome> TryAsync(PlanStep step, StepServices services, CancellationToken cancellationToken)
    {
        if (!environment.Steps.TryGetValue(step.Kind, out var runner))
        {
            return new StepOutcome { State = StepState.Inconclusive, Summary = $"No step of kind '{step.Kind}' can be run here.", IsFinal = true };
        }

        using var timeout = new CancellationTokenSource(step.Timeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await runner.RunAsync(step, services, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Ended();
        }
        catch (OperationCanceledException)
        {
            return new StepOutcome { State = StepState.Failed, Summary = $"It did not end within {step.Timeout.TotalSeconds:0.#} s." };
        }
        catch (Exception e)
        {
            // A defect of a runner must not pass for a verdict about the fork.
            return new StepOutcome { State = StepState.Inconclusive, Summary = $"The step broke: {e.GetType().Name}: {services.Redact(e.Message)}", IsFinal = true };
        }
    }

    private static StepOutcome Ended() => new() { State = StepState.Inconclusive, Summary = "The run was ended before the step was.", IsFinal = true };

    private static (Dictionary<string, JsonElement> Values, StepOutcome? Failure) Capture(PlanStep step, StepOutcome outcome)
    {
        var values = new Dictionary<string, JsonElement>();
        if (outcome.State != StepState.Passed || step.Captures.Count == 0)
        {
            return (values, null);
        }

        var document = outcome.Output is { } output ? JsonTree.Of(output) : null;
        var missing = new List<ClaimFailure>();
        foreach (var capture in step.Captures)
        {
            var problem = "nothing";
            var found = document is null ? null : JsonTree.Select(document, capture.From, out problem)?.FirstOrDefault();
            if (found is not null)
            {
                values[capture.Name] = JsonTree.ValueOf(found);
            }
            else
            {
                missing.Add(new ClaimFailure(capture.From, $"a value for the capture '{capture.Name}'", problem is { Length: > 0 } ? problem : "nothing"));
            }
        }

        return missing.Count == 0
            ? (values, null)
            : (values, outcome with { State = StepState.Failed, Summary = $"{missing.Count} value(s) to capture were not found.", Failures = [.. outcome.Failures, .. missing] });
    }
}
