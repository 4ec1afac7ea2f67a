using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Creates a sandbox, or brings an existing one to the wanted settings; never removes forks.</summary>
public sealed class CreateSandbox
{
    private static readonly TimeSpan s_shortestIdle = TimeSpan.FromMinutes(1);

    private readonly ISandboxStore _store;
    private readonly IRouteGroupStore _groups;
    private readonly ISandboxEngine _engine;
    private readonly SandboxDefaults _defaults;
    private readonly IRouteSync _routes;
    private readonly SandboxViews _views;
    private readonly TimeProvider _time;

    internal CreateSandbox(ISandboxStore store, IRouteGroupStore groups, ISandboxEngine engine, SandboxDefaults defaults, IRouteSync routes, SandboxViews views, TimeProvider time)
    {
        _store = store;
        _groups = groups;
        _engine = engine;
        _defaults = defaults;
        _routes = routes;
        _views = views;
        _time = time;
    }

    /// <summary>Returns when every router knows the sandbox's key.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the wait; a written sandbox stays.</param>
    public async Task<Result<SandboxView>> ExecuteAsync(CreateSandboxRequest request, CancellationToken cancellationToken)
    {
        var id = NameOf(request);
        if (!id.IsSuccess)
        {
            return id.Failure;
        }

        if (request.Idle is { } idle && (idle < s_shortestIdle || idle > _defaults.Lease.Max))
        {
            return InvalidIdle(idle);
        }

        if (_groups.Find(id.Value) is not null)
        {
            return NameTaken(id.Value);
        }

        if (await _engine.CheckAsync(EngineUse.Change, cancellationToken) is { } unusable)
        {
            return unusable;
        }

        SandboxFailure? failure = null;
        var existed = false;
        var record = await _store.UpdateAsync(id.Value, Change, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        await _routes.SyncAsync(cancellationToken);
        if (_store.Find(id.Value)?.Refusal is { } refusal)
        {
            await WithdrawAsync(id.Value, existed, refusal);
            return refusal;
        }

        var view = await _views.ShowAsync(record!, cancellationToken); // Change returns a record unless it set failure
        return existed ? view with { Notes = ["It existed already and keeps its forks."] } : view;

        SandboxRecord? Change(SandboxRecord? current)
        {
            existed = current is not null;
            if (current is null)
            {
                return New(id.Value, request);
            }

            var allowed = SandboxAccess.ForChanging(_store, id.Value, request.Caller, request.TakeOver);
            failure = allowed.Failure;
            return failure is null ? Updated(current, request) : current;
        }
    }

    /// <summary>What was created in vain must not come to life when there is room, long after its creator was told that it failed.</summary>
    private async Task WithdrawAsync(SandboxId id, bool existed, SandboxFailure refusal)
    {
        if (!existed)
        {
            await _store.UpdateAsync(
                id,
                current => current is { Refusal: not null, Spec.Deletion: null } ? current with { Spec = current.Spec with { Deletion = new Deletion($"it was not accepted ({refusal.Code})", _time.GetUtcNow()) } } : current,
                CancellationToken.None);
        }
    }

    private static Result<SandboxId> NameOf(CreateSandboxRequest request)
    {
        if (request.Name is not null)
        {
            return SandboxId.Parse(request.Name);
        }

        var source = request.Caller.Branch ?? Path.GetFileName(request.Caller.Owner.Tree.TrimEnd(Path.DirectorySeparatorChar));
        return SandboxId.TryMakeFrom(source, out var made) ? made.Value : SandboxId.Parse(null);
    }

    private SandboxRecord New(SandboxId id, CreateSandboxRequest request)
    {
        var now = _time.GetUtcNow();
        return new SandboxRecord
        {
            LastActivity = now,
            Spec = new SandboxSpec
            {
                Id = id,
                Owner = request.Caller.Owner,
                Branch = request.Caller.Branch,
                Description = request.Description,
                Client = request.Caller.Client,
                Lease = _defaults.Lease with { Idle = request.Idle ?? _defaults.Lease.Idle },
                CreatedAt = now,
            },
        };
    }

    private SandboxRecord? Updated(SandboxRecord current, CreateSandboxRequest request) => ActivityTracker.Renew(current, _time.GetUtcNow())! with // current is not null
    {
        Spec = current.Spec with
        {
            Owner = request.Caller.Owner,
            Branch = request.Caller.Branch ?? current.Spec.Branch,
            Description = request.Description ?? current.Spec.Description,
            Lease = current.Spec.Lease with { Idle = request.Idle ?? current.Spec.Lease.Idle },
        },
    };

    private static SandboxFailure NameTaken(SandboxId id) => new()
    {
        Code = FailureCodes.NameTaken,
        Category = FailureCategory.User,
        Message = $"'{id}' is the name of a route group already, whose key it is.",
        Hint = "Choose another name.",
    };

    private SandboxFailure InvalidIdle(TimeSpan idle) => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = $"The idle limit of {idle} is out of range.",
        Hint = $"Choose between {s_shortestIdle.TotalMinutes:0} and {_defaults.Lease.Max.TotalMinutes:0} minutes.",
    };
}
