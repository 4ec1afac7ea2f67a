using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Grouping;

/// <summary>Puts several sandboxes under one key, changes which, or ends that.</summary>
public sealed class SetRouteGroup
{
    private readonly ISandboxStore _store;
    private readonly IRouteGroupStore _groups;
    private readonly ISandboxEngine _engine;
    private readonly IRouteSync _routes;

    internal SetRouteGroup(ISandboxStore store, IRouteGroupStore groups, ISandboxEngine engine, IRouteSync routes)
    {
        _store = store;
        _groups = groups;
        _engine = engine;
        _routes = routes;
    }

    /// <summary>Returns when every router knows the key, or that it has ended.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the wait; what was written stays.</param>
    public async Task<Result<SetRouteGroupResult>> ExecuteAsync(SetRouteGroupRequest request, CancellationToken cancellationToken)
    {
        var current = _groups.Find(request.Name);
        if (request.Sandboxes is null)
        {
            return current is null ? NotFound(request.Name) : new SetRouteGroupResult(Judge(current));
        }

        if (await _engine.CheckAsync(EngineUse.Change, cancellationToken) is { } unusable)
        {
            return unusable;
        }

        if (current is not null && current.Owner != request.Caller.Owner && !request.TakeOver)
        {
            return NotOwner(current);
        }

        if (request.Sandboxes.Count == 0)
        {
            return await RemoveAsync(current, request, cancellationToken);
        }

        var state = Judge(new RouteGroup { Name = request.Name, Sandboxes = [.. request.Sandboxes.Distinct()], Owner = request.Caller.Owner });
        if (state.Problems.Count > 0 || state.Group.Sandboxes.Count > RouteGroup.MaxSandboxes)
        {
            return Refused(state);
        }

        await _groups.SetAsync(state.Group, cancellationToken);
        await _routes.SyncAsync(cancellationToken);
        return new SetRouteGroupResult(state);
    }

    private async Task<Result<SetRouteGroupResult>> RemoveAsync(RouteGroup? current, SetRouteGroupRequest request, CancellationToken cancellationToken)
    {
        if (current is not null)
        {
            await _groups.RemoveAsync(request.Name, $"the route group was deleted by {request.Caller.Owner.User}", cancellationToken);
            await _routes.SyncAsync(cancellationToken);
        }

        return new SetRouteGroupResult(null);
    }

    private RouteGroupState Judge(RouteGroup group) => RouteGroups.Judge(group, _store.Find, isRunKey: _ => false);

    /// <summary>Everything that is wrong at once; nothing was written.</summary>
    private static SandboxFailure Refused(RouteGroupState state) => state.Problems is [var first, ..]
        ? first with { Message = string.Join(" ", state.Problems.Select(problem => problem.Message)) }
        : new SandboxFailure
        {
            Code = FailureCodes.InvalidArguments,
            Category = FailureCategory.User,
            Message = $"A route group has at most {RouteGroup.MaxSandboxes} sandboxes; {state.Group.Sandboxes.Count} were named.",
            Hint = "Name fewer.",
        };

    private SandboxFailure NotFound(SandboxId name) => new()
    {
        Code = FailureCodes.GroupNotFound,
        Category = FailureCategory.User,
        Message = $"No route group is named '{name}'.",
        Hint = _groups.List() is { Count: > 0 } all ? $"There are: {string.Join(", ", all.Select(group => group.Name.Value).Take(20))}." : "Make one by naming its sandboxes.",
    };

    private static SandboxFailure NotOwner(RouteGroup group) => new()
    {
        Code = FailureCodes.NotOwner,
        Category = FailureCategory.User,
        Message = $"The route group '{group.Name}' belongs to {group.Owner}.",
        Hint = "Use another name, or pass take_over: true when its owner agrees.",
    };
}
