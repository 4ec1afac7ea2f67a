using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>What a key stands for: a sandbox, or the sandboxes of a route group.</summary>
/// <param name="Name">The name that was given.</param>
/// <param name="Members">The sandboxes whose forks are meant.</param>
internal sealed record KeyTarget(SandboxId Name, IReadOnlyList<SandboxRecord> Members)
{
    public RoutingKey Key => Name.Key;

    public IReadOnlyList<string> ForkedServices => [.. Members.SelectMany(member => member.Spec.Forks.Keys).Distinct(StringComparer.Ordinal)];

    /// <summary>The sandbox that forks a service, else any.</summary>
    public SandboxRecord ForkerOf(string service) => Members.FirstOrDefault(member => member.Spec.Forks.ContainsKey(service)) ?? Members[0];

    public static Result<KeyTarget> Find(ISandboxStore store, IRouteGroupStore groups, SandboxId name)
    {
        if (store.Find(name) is { } record)
        {
            return new KeyTarget(name, [record]);
        }

        return groups.Find(name) is not { } group ? SandboxFailures.NotFound(name, store) : RouteGroups.Judge(group, store.Find, isRunKey: _ => false) switch
        {
            { Problems: [var problem, ..] } => problem,
            var state => new KeyTarget(name, state.Members),
        };
    }
}
