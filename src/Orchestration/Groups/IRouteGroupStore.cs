using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Groups;

/// <summary>Holds what is wanted of every route group. Safe for concurrent use.</summary>
public interface IRouteGroupStore
{
    /// <summary>The group of a name, or null when there is none.</summary>
    /// <param name="name">The name.</param>
    RouteGroup? Find(SandboxId name);

    /// <summary>All groups, ordered by name.</summary>
    IReadOnlyList<RouteGroup> List();

    /// <summary>Writes a group durably, whatever was there.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Ends the wait for the store; a begun write is finished.</param>
    Task SetAsync(RouteGroup group, CancellationToken cancellationToken);

    /// <summary>Forgets a group and keeps its key as ended.</summary>
    /// <param name="name">The group.</param>
    /// <param name="reason">Why it ended.</param>
    /// <param name="cancellationToken">Ends the wait for the store; a begun write is finished.</param>
    Task RemoveAsync(SandboxId name, string reason, CancellationToken cancellationToken);
}
