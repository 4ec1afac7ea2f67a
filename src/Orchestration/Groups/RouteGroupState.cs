using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Groups;

/// <summary>A group with what is known of its sandboxes.</summary>
/// <param name="Group">What is wanted.</param>
/// <param name="Members">The sandboxes of it that exist.</param>
/// <param name="Problems">Everything that keeps its key from routing as it is meant.</param>
public sealed record RouteGroupState(RouteGroup Group, IReadOnlyList<SandboxRecord> Members, IReadOnlyList<SandboxFailure> Problems)
{
    /// <summary>The sandbox whose fork answers for each service; services that two of them fork are left out.</summary>
    public IReadOnlyDictionary<string, SandboxRecord> Forks => Members
        .SelectMany(member => member.Spec.Forks.Keys.Select(service => (Service: service, Member: member)))
        .GroupBy(pair => pair.Service, pair => pair.Member)
        .Where(forks => forks.Count() == 1)
        .ToDictionary(forks => forks.Key, forks => forks.First(), StringComparer.Ordinal);
}
