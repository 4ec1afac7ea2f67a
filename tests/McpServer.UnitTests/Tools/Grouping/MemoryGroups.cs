using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.McpServer.UnitTests.Tools.Grouping;

/// <summary>Route groups in memory.</summary>
internal sealed class MemoryGroups : IRouteGroupStore
{
    private readonly SortedDictionary<string, RouteGroup> _groups = new(StringComparer.Ordinal);

    public RouteGroup? Find(SandboxId name) => _groups.GetValueOrDefault(name.Value);

    public IReadOnlyList<RouteGroup> List() => [.. _groups.Values];

    public Task SetAsync(RouteGroup group, CancellationToken cancellationToken)
    {
        _groups[group.Name.Value] = group;
        return Task.CompletedTask;
    }

    public Task RemoveAsync(SandboxId name, string reason, CancellationToken cancellationToken)
    {
        _groups.Remove(name.Value);
        return Task.CompletedTask;
    }
}
