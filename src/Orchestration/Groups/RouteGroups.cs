using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Groups;

/// <summary>The pure steps from a group and what is known of sandboxes to its state and to what routers do with its key.</summary>
/// <remarks>
/// A key never leads to less than the group promises: where a sandbox of it is missing, its requests are refused, and where
/// two fork the same service, requests for that service are. The baseline would be the silent answer otherwise.
/// </remarks>
internal static class RouteGroups
{
    /// <param name="group">The group.</param>
    /// <param name="find">Finds a sandbox.</param>
    /// <param name="isRunKey">Whether a key is one of a run.</param>
    public static RouteGroupState Judge(RouteGroup group, Func<SandboxId, SandboxRecord?> find, Func<string, bool> isRunKey)
    {
        var members = group.Sandboxes.Distinct().Select(find).OfType<SandboxRecord>().ToList();
        return new RouteGroupState(group, members,
        [
            .. find(group.Name) is not null ? [NameTaken(group, "a sandbox")] : isRunKey(group.Name.Value) ? (SandboxFailure[])[NameTaken(group, "a run")] : [],
            .. group.Sandboxes.Distinct().Where(name => members.All(member => member.Spec.Id != name)).Select(name => Missing(group, name)),
            .. members.Where(member => member.Spec.Deletion is not null).Select(member => Deleting(group, member)),
            .. Conflicts(members).Select(conflict => Conflict(group, conflict.Service, conflict.Sandboxes)),
        ]);
    }

    /// <summary>What routers do with the group's key; null when the key is not the group's.</summary>
    /// <param name="state">The group.</param>
    /// <param name="sandboxes">What they do with the keys of sandboxes.</param>
    public static KeyRoute? RouteOf(RouteGroupState state, IReadOnlyDictionary<string, KeyRoute> sandboxes)
    {
        var name = state.Group.Name;
        if (state.Problems.Any(problem => problem.Code == FailureCodes.NameTaken))
        {
            return null;
        }

        if (state.Problems.FirstOrDefault(problem => problem.Code is FailureCodes.MemberMissing or FailureCodes.MemberDeleting) is { } missing)
        {
            return new KeyRoute { Key = name.Key, Sandbox = name.Value, State = KeyState.Ended, EndReason = missing.Message };
        }

        return new KeyRoute
        {
            Key = name.Key,
            Sandbox = name.Value,
            State = KeyState.Live,
            Forks = KeyRoute.ForksByService(
            [
                .. state.Forks.Select(pair => sandboxes[pair.Value.Spec.Id.Value].Forks[pair.Key]),
                .. Conflicts(state.Members).Select(conflict => Refused(name, conflict.Service, conflict.Sandboxes)),
            ]),
        };
    }

    private static IEnumerable<(string Service, IReadOnlyList<string> Sandboxes)> Conflicts(IReadOnlyList<SandboxRecord> members) => members
        .SelectMany(member => member.Spec.Forks.Keys.Select(service => (Service: service, Sandbox: member.Spec.Id.Value)))
        .GroupBy(pair => pair.Service, pair => pair.Sandbox)
        .Where(forks => forks.Count() > 1)
        .OrderBy(forks => forks.Key, StringComparer.Ordinal)
        .Select(forks => (forks.Key, (IReadOnlyList<string>)[.. forks.Order(StringComparer.Ordinal)]));

    private static ForkRoute Refused(SandboxId group, string service, IReadOnlyList<string> sandboxes) => new()
    {
        Sandbox = group.Value,
        Service = service,
        Revision = 0,
        State = ForkState.Unavailable,
        Reason = $"{string.Join(" and ", sandboxes)} of the route group '{group}' both fork it.",
    };

    private static SandboxFailure NameTaken(RouteGroup group, string by) => Create(
        FailureCodes.NameTaken, $"'{group.Name}' is the name of {by} already, whose key it is.", "Give the route group another name.");

    private static SandboxFailure Missing(RouteGroup group, SandboxId name) => Create(
        FailureCodes.MemberMissing, $"The sandbox '{name}' of the route group '{group.Name}' does not exist.", "Create it with create_sandbox, or call set_route_group without it.");

    private static SandboxFailure Deleting(RouteGroup group, SandboxRecord member) => Create(
        FailureCodes.MemberDeleting, $"The sandbox '{member.Spec.Id}' of the route group '{group.Name}' is being removed: {member.Spec.Deletion?.Reason}.", "Call set_route_group without it.");

    private static SandboxFailure Conflict(RouteGroup group, string service, IReadOnlyList<string> sandboxes) => Create(
        FailureCodes.GroupConflict,
        $"{string.Join(" and ", sandboxes.Select(name => $"'{name}'"))} of the route group '{group.Name}' both fork '{service}'.",
        $"Delete one of these forks with delete_sandbox and service: {service}, or call set_route_group without one of them.");

    private static SandboxFailure Create(string code, string message, string hint) => new() { Code = code, Category = FailureCategory.User, Message = message, Hint = hint };
}
