using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Shows a run, at once or when it has ended. Reading renews no lease.</summary>
public sealed class GetPlanRun
{
    private readonly ISandboxStore _store;
    private readonly PlanRuns _runs;
    private readonly TimeProvider _time;

    internal GetPlanRun(ISandboxStore store, PlanRuns runs, TimeProvider time)
    {
        _store = store;
        _runs = runs;
        _time = time;
    }

    /// <summary>Returns a run; the newest one of the sandbox when none is named.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="id">The run's id; null for the newest.</param>
    /// <param name="wait">How long to wait for its end; zero to look only.</param>
    /// <param name="progress">Told of each change while the call waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Result<RunView>> ExecuteAsync(SandboxId sandbox, string? id, TimeSpan wait, IProgress<RunView> progress, CancellationToken cancellationToken)
    {
        var found = SandboxAccess.ForReading(_store, sandbox);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        id ??= _runs.List(sandbox).FirstOrDefault()?.Id;
        if (id is not null && _runs.Find(id) is { } running && running.Sandbox.Spec.Id == sandbox)
        {
            return await RunWaiting.WaitAsync(running, wait, progress, _time, cancellationToken);
        }

        return id is not null && _runs.FindEnded(sandbox, id) is { } ended ? new RunView(ended, string.Empty) : NotFound(sandbox, id);
    }

    /// <summary>The runs that are kept, newest first.</summary>
    /// <param name="sandbox">The sandbox.</param>
    public IReadOnlyList<RunRecord> List(SandboxId sandbox) => _runs.List(sandbox);

    private SandboxFailure NotFound(SandboxId sandbox, string? id)
    {
        var known = _runs.List(sandbox).Select(run => run.Id).Take(5).ToList();
        return new SandboxFailure
        {
            Code = FailureCodes.RunNotFound,
            Category = FailureCategory.User,
            Message = id is null ? $"Sandbox '{sandbox}' has no plan runs." : $"Sandbox '{sandbox}' has no plan run '{NameFailures.Quote(id)}'.",
            Hint = known.Count == 0 ? "Run a plan with run_plan." : $"The newest are: {string.Join(", ", known)}.",
        };
    }
}
