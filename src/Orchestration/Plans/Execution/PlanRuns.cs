using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>The runs of this process: starts them, lets callers wait for them, ends them with the process.</summary>
internal sealed class PlanRuns(PlanEnvironment environment) : IAsyncDisposable
{
    private const int MaxRunning = 8;

    private readonly ConcurrentDictionary<string, (RunContext Context, Task Task)> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Removes secrets from what runs keep; other use cases show values by the same rules.</summary>
    public Redactor Redactor => environment.Redactor;

    /// <summary>Starts a run against the revisions that serve now.</summary>
    public async Task<Result<RunContext>> StartAsync(
        Plan plan, SandboxRecord sandbox, string owner, IReadOnlyDictionary<string, JsonElement> parameters, CancellationToken cancellationToken)
    {
        if (_running.Count >= MaxRunning)
        {
            return TooMany();
        }

        var forks = await PinAsync(sandbox, cancellationToken);
        var baseline = await environment.Baseline.DescribeAsync(cancellationToken);
        var digest = await environment.Baseline.DigestAsync(cancellationToken);
        var key = environment.Keys.Begin(sandbox.Spec.Id);
        try
        {
            await environment.Routes.SyncAsync(cancellationToken);
            await environment.Hops.ForkAnswersAsync(key.Key, cancellationToken); // counts from here on
        }
        catch (OperationCanceledException)
        {
            environment.Keys.End(key);
            throw;
        }

        var now = environment.Time.GetUtcNow();
        var id = $"{now:yyyyMMdd-HHmmss-fff}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
        var services = environment.Baseline.Services.ToDictionary(service => service.Name, service => service.RouterAddress);
        var record = new RunRecord
        {
            Id = id,
            Plan = plan.Name,
            Purpose = plan.Purpose,
            Sandbox = sandbox.Spec.Id.Value,
            Key = key.Key.Value,
            Owner = owner,
            Parameters = parameters.ToDictionary(pair => pair.Key, pair => environment.Redactor.Redact(pair.Value.ToString())),
            Forks = forks,
            BaselineCommit = baseline.Commit,
            BaselineDigest = digest,
            Steps = [.. plan.Steps.Select(step => StepExecution.Blank(step, isCleanup: false)), .. plan.Cleanup.Select(step => StepExecution.Blank(step, isCleanup: true))],
            StartedAt = now,
        };
        var context = new RunContext(plan, sandbox, key, record, new RunValues(id, key.Key.Value, sandbox.Spec.Id.Value, parameters, services));
        var kept = await KeepAsync(record, key, cancellationToken);
        if (!kept.IsSuccess)
        {
            return kept.Failure;
        }

        var task = Task.Run(() => RunAsync(context), CancellationToken.None);
        _running[id] = (context, task);
        _ = task.ContinueWith(_ => _running.TryRemove(id, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return context;
    }

    /// <summary>True while a run is under way.</summary>
    public bool IsRunning => !_running.IsEmpty;

    public RunContext? Find(string id) => _running.TryGetValue(id, out var run) ? run.Context : null;

    /// <summary>A run that this process does not run: one that has ended, or lost its runner, or that another program runs.</summary>
    public async Task<Result<RunRecord>> FindKeptAsync(SandboxId sandbox, string id, CancellationToken cancellationToken)
    {
        var kept = await environment.Runs.FindAsync(sandbox, id, cancellationToken);
        return kept.IsSuccess ? Judged(kept.Value) : kept.Failure;
    }

    /// <summary>All runs of a sandbox that are kept, newest first.</summary>
    public async Task<Result<IReadOnlyList<RunRecord>>> ListAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        var kept = await environment.Runs.ListAsync(sandbox, cancellationToken);
        return kept.IsSuccess
            ? Result<IReadOnlyList<RunRecord>>.Success([.. kept.Value.Select(run => Find(run.Record.Id)?.Record ?? Judged(run))])
            : kept.Failure;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values.Select(run => run.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static RunRecord Judged(KeptRun kept)
    {
        if (kept.LostReason is not { } reason)
        {
            return kept.Record;
        }

        var record = kept.Record;
        List<StepResult> steps = [.. record.Steps.Select(step => step.State is StepState.Running or StepState.Waiting
            ? step with { State = StepState.Inconclusive, Summary = step.State == StepState.Running ? "The host ended before the step did." : "The host ended before the step began." }
            : step)];
        return record with
        {
            Steps = steps,
            Verdict = VerdictFunction.Decide(new RunFacts { LostReason = reason }, steps),
        };
    }

    /// <summary>A run that cannot be kept does not begin, and its key ends.</summary>
    private async Task<Result<Done>> KeepAsync(RunRecord record, RunKey key, CancellationToken cancellationToken)
    {
        var isKept = false;
        try
        {
            var kept = await environment.Runs.CreateAsync(record, [.. _running.Keys], cancellationToken);
            isKept = kept.IsSuccess;
            return kept;
        }
        finally
        {
            if (!isKept)
            {
                environment.Keys.End(key);
                await environment.Routes.SyncAsync(CancellationToken.None); // the key must not outlive this, whoever cancels
            }
        }
    }

    private async Task RunAsync(RunContext context)
    {
        try
        {
            await new PlanRunner(environment).RunAsync(context, _stop.Token);
        }
        catch (Exception e)
        {
            var broken = context.Change(record => record with
            {
                EndedAt = environment.Time.GetUtcNow(),
                Verdict = VerdictFunction.Decide(new RunFacts { LostReason = $"the runner broke: {environment.Redactor.Redact(e.Message)}" }, record.Steps),
            });
            environment.Runs.Save(broken);
        }
        finally
        {
            environment.Keys.End(context.Key);
            environment.Hops.Forget(context.Key.Key);
            await environment.Routes.SyncAsync(CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<PinnedFork>> PinAsync(SandboxRecord sandbox, CancellationToken cancellationToken)
    {
        var pinned = new List<PinnedFork>();
        foreach (var serving in sandbox.Forks.Values.Select(fork => fork.Serving).OfType<ServingRevision>())
        {
            var stale = await environment.Engine.IsStaleAsync(serving.Spec.Source, cancellationToken);
            pinned.Add(new PinnedFork(serving.Spec.Service, serving.Revision, serving.Spec.Source.Hash, serving.Spec.Source.Commit, stale == true));
        }

        return pinned;
    }

    private static SandboxFailure TooMany() => new()
    {
        Code = FailureCodes.TooManyRuns,
        Category = FailureCategory.Environment,
        Message = $"{MaxRunning} plan runs are under way already.",
        Hint = "Wait for one of them with get_plan_run, then run the plan again.",
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(10),
    };
}
