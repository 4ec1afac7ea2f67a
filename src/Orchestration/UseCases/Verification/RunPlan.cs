using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Runs a plan against the revisions that serve now, and waits for its verdict.</summary>
public sealed class RunPlan
{
    private readonly ISandboxStore _store;
    private readonly PlanSource _plans;
    private readonly PlanRuns _runs;
    private readonly ActivityTracker _activity;
    private readonly TimeProvider _time;

    internal RunPlan(ISandboxStore store, PlanSource plans, PlanRuns runs, ActivityTracker activity, TimeProvider time)
    {
        _store = store;
        _plans = plans;
        _runs = runs;
        _activity = activity;
        _time = time;
    }

    /// <summary>Returns when the run has ended, or when the wait is over; the run goes on then.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Told of each change of the run while the call waits.</param>
    /// <param name="cancellationToken">Ends the wait, not the run.</param>
    public async Task<Result<RunView>> ExecuteAsync(RunPlanRequest request, IProgress<RunView> progress, CancellationToken cancellationToken)
    {
        var found = SandboxAccess.ForReading(_store, request.Sandbox);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        if (NotReady(found.Value) is { } notReady)
        {
            return notReady;
        }

        var plan = await _plans.GetAsync(request.Caller.Owner.Tree, request.Plan, request.Inline, cancellationToken);
        if (!plan.IsSuccess)
        {
            return plan.Failure;
        }

        var parameters = PlanParameters.Bind(plan.Value, request.Parameters);
        if (!parameters.IsSuccess)
        {
            return parameters.Failure;
        }

        var run = await _runs.StartAsync(plan.Value, found.Value, request.Caller.Owner.ToString(), parameters.Value, cancellationToken);
        if (!run.IsSuccess)
        {
            return run.Failure;
        }

        if (found.Value.Spec.Owner == request.Caller.Owner)
        {
            _activity.Touch(request.Sandbox);
        }

        return await RunWaiting.WaitAsync(run.Value, request.Wait, progress, _time, cancellationToken);
    }

    private static SandboxFailure? NotReady(SandboxRecord record)
    {
        var missing = record.Spec.Forks.Values.FirstOrDefault(fork => record.Forks.GetValueOrDefault(fork.Service)?.Serving is null or { Down: not null });
        return (record, missing) switch
        {
            ({ Spec.Deletion: not null }, _) => SandboxFailures.Deleting(record),
            ({ Spec.Forks.Count: 0 }, _) => new SandboxFailure
            {
                Code = FailureCodes.ForkNotReady,
                Category = FailureCategory.User,
                Message = $"Sandbox '{record.Spec.Id}' has no forks, so a plan would only test the baseline.",
                Hint = "Deploy the change with deploy_fork first.",
            },
            (_, not null) => new SandboxFailure
            {
                Code = FailureCodes.ForkNotReady,
                Category = FailureCategory.User,
                Message = $"The fork of '{missing.Service}' in sandbox '{record.Spec.Id}' does not serve.",
                Hint = "Wait with get_sandbox and wait_seconds: 25, or fix and deploy_fork again.",
            },
            _ => null,
        };
    }
}
