using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>What was seen of one revision of a fork.</summary>
internal sealed record ForkObservation
{
    /// <summary>The fork for messages, as <c>pr-42/orders@3</c>.</summary>
    public required string Fork { get; init; }

    /// <summary>Its Deployment.</summary>
    public required JsonObject Deployment { get; init; }

    /// <summary>ReplicaSets of the Deployment.</summary>
    public IReadOnlyList<JsonObject> ReplicaSets { get; init; } = [];

    /// <summary>Pods of the revision.</summary>
    public IReadOnlyList<JsonObject> Pods { get; init; } = [];

    /// <summary>Events on any of these objects.</summary>
    public IReadOnlyList<JsonObject> Events { get; init; } = [];

    /// <summary>The last lines by <c>pod/container</c>; of the run before where the container was started again.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Logs { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public required DateTimeOffset Now { get; init; }

    /// <summary>How long a pod may run without being ready, beyond what its probes allow by themselves.</summary>
    public TimeSpan ReadinessPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a pod may find no node, for a cluster that adds nodes on demand and says so in an event.</summary>
    public TimeSpan SchedulingPatience { get; init; } = TimeSpan.FromSeconds(5);
}
