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

        var named = await IdOrNewestAsync(sandbox, id, cancellationToken);
        if (!named.IsSuccess)
        {
            return named.Failure;
        }

        var wanted = named.Value;
        return _runs.Find(wanted) is { } running && running.Sandbox.Spec.Id == sandbox
            ? await RunWaiting.WaitAsync(running, wait, progress, _time, cancellationToken)
            : await RunWaiting.WaitForOthersAsync(token => _runs.FindKeptAsync(sandbox, wanted, token), wait, progress, _time, cancellationToken);
    }

    /// <summary>The runs that are kept, newest first.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Result<IReadOnlyList<RunRecord>>> ListAsync(SandboxId sandbox, CancellationToken cancellationToken) => _runs.ListAsync(sandbox, cancellationToken);

    private async Task<Result<string>> IdOrNewestAsync(SandboxId sandbox, string? id, CancellationToken cancellationToken)
    {
        if (id is not null)
        {
            return id;
        }

        var listed = await _runs.ListAsync(sandbox, cancellationToken);
        return listed switch
        {
            { IsSuccess: false } => listed.Failure,
            { Value: [var newest, ..] } => newest.Id,
            _ => RunFailures.NotFound(sandbox, null, []),
        };
    }
}
