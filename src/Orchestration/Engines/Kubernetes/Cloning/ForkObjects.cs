using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>The objects of one revision of a fork.</summary>
internal sealed record ForkObjects
{
    /// <summary>The Deployment.</summary>
    public required JsonObject Deployment { get; init; }

    /// <summary>Volume claims that must exist before its pods; empty unless own claims were asked for.</summary>
    public IReadOnlyList<JsonObject> Claims { get; init; } = [];

    /// <summary>The container that was changed; null when several are there and nothing had to be changed in one of them.</summary>
    public string? Container { get; init; }

    /// <summary>Labels of the baseline that the fork's pods do not have.</summary>
    public IReadOnlyList<string> DroppedLabels { get; init; } = [];

    /// <summary>The port of the pods behind each port of the Service.</summary>
    public IReadOnlyDictionary<int, int> Ports { get; init; } = new Dictionary<int, int>();

    /// <summary>What the owner should know, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
