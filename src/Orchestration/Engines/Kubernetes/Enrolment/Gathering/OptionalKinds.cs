using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Gathering;

/// <summary>Kinds of other programs, in the version that this cluster serves; found by the API's own directory.</summary>
internal sealed class OptionalKinds
{
    private readonly Dictionary<string, IReadOnlyList<string>> _versions;
    private readonly IKubernetesApi _api;

    private OptionalKinds(IKubernetesApi api, Dictionary<string, IReadOnlyList<string>> versions)
    {
        _api = api;
        _versions = versions;
    }

    public static async Task<Result<OptionalKinds>> ReadAsync(IKubernetesApi api, CancellationToken cancellationToken)
    {
        var groups = await api.ReadAsync("/apis", cancellationToken);
        return groups.IsSuccess
            ? new OptionalKinds(api, groups.Value.ObjectsAt("groups")
                .GroupBy(group => group.TextAt("name") ?? "")
                .ToDictionary(group => group.Key, group => Versions(group.First())))
            : groups.Failure;
    }

    /// <summary>The kind as it is served; null where the cluster has none of it.</summary>
    public async Task<Result<ResourceKind?>> FindAsync(string group, string plural, CancellationToken cancellationToken)
    {
        foreach (var version in _versions.GetValueOrDefault(group) ?? [])
        {
            var resources = await _api.ReadAsync($"/apis/{group}/{version}", cancellationToken);
            if (!resources.IsSuccess)
            {
                return resources.Failure;
            }

            if (resources.Value.ObjectsAt("resources").FirstOrDefault(resource => resource.TextAt("name") == plural) is { } found)
            {
                return new ResourceKind($"{group}/{version}", found.TextAt("kind") ?? plural, plural, found.FlagAt("namespaced"));
            }
        }

        return (ResourceKind?)null;
    }

    /// <summary>The preferred one first.</summary>
    private static IReadOnlyList<string> Versions(JsonObject group) =>
    [
        .. group.ObjectsAt("versions").Select(version => version.TextAt("version")).Prepend(group.TextAt("preferredVersion", "version")).OfType<string>().Distinct(),
    ];
}
