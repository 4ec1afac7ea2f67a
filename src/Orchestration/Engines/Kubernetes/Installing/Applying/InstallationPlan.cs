using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>What an installation would change.</summary>
internal sealed record InstallationPlan
{
    public required InstallSpec Spec { get; init; }

    /// <summary>Definitions, operator and rights, in the order in which they are applied.</summary>
    public required IReadOnlyList<ObjectChange> Changes { get; init; }

    /// <summary>Routers that there are already, by namespace; they follow the operator's image.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ObjectChange>> Routers { get; init; }

    public IEnumerable<ObjectChange> All => Changes.Concat(Routers.Values.SelectMany(changes => changes));

    public static IReadOnlyList<JsonObject> Objects(InstallSpec spec) => [.. InstallManifests.Definitions(), .. InstallManifests.Operator(spec), .. InstallManifests.Mcp(spec)];
}
