using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>A Service and everything of its surroundings on which an enrolment depends. Kinds that the cluster does not have are empty.</summary>
internal sealed record EnrolmentFacts
{
    public required JsonObject Service { get; init; }

    /// <summary>The namespace as an object; null when it may not be read, which a mesh's label then hides.</summary>
    public JsonObject? NamespaceObject { get; init; }

    public IReadOnlyList<JsonObject> Pods { get; init; } = [];

    public IReadOnlyList<JsonObject> Services { get; init; } = [];

    public IReadOnlyList<JsonObject> NetworkPolicies { get; init; } = [];

    /// <summary>ServiceMonitors of all namespaces that can be read.</summary>
    public IReadOnlyList<JsonObject> ServiceMonitors { get; init; } = [];

    /// <summary>PeerAuthentications of this namespace and of the mesh's root namespace.</summary>
    public IReadOnlyList<JsonObject> PeerAuthentications { get; init; } = [];

    public IReadOnlyList<JsonObject> DestinationRules { get; init; } = [];

    /// <summary>Authorization policies of a mesh in this namespace: Istio's, and Linkerd's Servers.</summary>
    public IReadOnlyList<JsonObject> MeshPolicies { get; init; } = [];

    /// <summary>What could not be looked at, as <c>networkpolicies.networking.k8s.io</c>, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unchecked { get; init; } = new Dictionary<string, string>();

    /// <summary>What was said at the enrolment of what a port speaks.</summary>
    public IReadOnlyDictionary<int, ServiceProtocol> Protocols { get; init; } = new Dictionary<int, ServiceProtocol>();

    /// <summary>The pods of the service itself.</summary>
    public IEnumerable<JsonObject> OwnPods => LabelSelector.OfMap(EnrolledService.OriginalSelector(Service)) is { } selector
        ? Pods.Where(pod => selector.Matches(pod.Labels()))
        : [];

    /// <summary>The labels of a router pod, for what selects all pods.</summary>
    public IReadOnlyDictionary<string, string> RouterLabels { get; init; } = new Dictionary<string, string>
    {
        [KnownNames.ComponentLabel] = KnownNames.RouterComponent,
        [KnownNames.ManagedByLabel] = KnownNames.ManagedBy,
        [KnownNames.NameLabel] = "agent-sandbox-router",
    };
}
