using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>All that a fork's objects follow from.</summary>
internal sealed record CloneRequest
{
    /// <summary>The custom resource of the sandbox, for name, namespace and uid.</summary>
    public required JsonObject Sandbox { get; init; }

    /// <summary>The wanted fork.</summary>
    public required ForkSpec Fork { get; init; }

    /// <summary>What it is cloned from.</summary>
    public required BaselineTemplate Baseline { get; init; }

    /// <summary>All Services of the namespace; the forked one is found by its name.</summary>
    public IReadOnlyList<JsonObject> Services { get; init; } = [];

    /// <summary>Workloads and disruption budgets of the namespace: whatever else selects pods by <c>spec.selector</c>.</summary>
    public IReadOnlyList<JsonObject> Selecting { get; init; } = [];

    /// <summary>Network policies of the namespace; labels that they look at are dropped last, because they decide whom a pod may talk to.</summary>
    public IReadOnlyList<JsonObject> NetworkPolicies { get; init; } = [];

    public string Namespace => Sandbox.Namespace();

    /// <summary>The Service that is forked; null when there is none of that name.</summary>
    public JsonObject? Service => Services.FirstOrDefault(service => service.Name() == Fork.Service);
}
