using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Deleting;

/// <summary>Ends a sandbox with all that belongs to it, or one fork of it.</summary>
public sealed class DeleteSandbox
{
    private readonly ISandboxStore _store;
    private readonly TimeProvider _time;

    internal DeleteSandbox(ISandboxStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Returns when it is gone, or when the wait is over; the removal goes on then.</summary>
    /// <param name="request">What to end.</param>
    /// <param name="cancellationToken">Ends the wait, not the removal.</param>
    public async Task<Result<DeleteSandboxResult>> ExecuteAsync(DeleteSandboxRequest request, CancellationToken cancellationToken)
    {
        SandboxFailure? failure = null;
        var written = await _store.UpdateAsync(request.Sandbox, Change, cancellationToken);
        if (failure is not null || written is null)
        {
            return failure ?? SandboxFailures.NotFound(request.Sandbox, _store);
        }

        var left = await _store.WaitForAsync(request.Sandbox, IsGone, request.Wait, _time, cancellationToken);
        return new DeleteSandboxResult(IsGone(left), left is null ? null : SandboxViews.Brief(left));

        bool IsGone(SandboxRecord? record) =>
            record is null || (request.Service is { } service && !record.Spec.Forks.ContainsKey(service) && !record.Forks.ContainsKey(service));

        SandboxRecord? Change(SandboxRecord? current)
        {
            if (current is { Spec.Deletion: not null } && request.Service is null)
            {
                return current;
            }

            failure = SandboxAccess.ForChanging(_store, request.Sandbox, request.Caller, request.TakeOver).Failure;
            if (failure is not null || current is null)
            {
                return current;
            }

            return request.Service is null ? Ended(current, request) : WithoutFork(current, request.Service, out failure);
        }
    }

    private SandboxRecord Ended(SandboxRecord current, DeleteSandboxRequest request) => current with
    {
        Spec = current.Spec with { Deletion = new Deletion($"it was deleted by {request.Caller.Owner.User}", _time.GetUtcNow()) },
    };

    private SandboxRecord WithoutFork(SandboxRecord current, string service, out SandboxFailure? failure)
    {
        failure = current.Spec.Forks.ContainsKey(service)
            ? null
            : SandboxFailures.ForkNotFound(current.Spec.Id, service, current.Spec.Forks.Keys);
        return failure is not null
            ? current
            : ActivityTracker.Renew(current, _time.GetUtcNow())! with // current is not null
            {
                Spec = current.Spec with { Forks = current.Spec.Forks.Where(pair => pair.Key != service).ToDictionary(pair => pair.Key, pair => pair.Value) },
            };
    }
}
