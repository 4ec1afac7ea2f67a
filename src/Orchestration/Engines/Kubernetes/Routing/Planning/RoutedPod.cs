using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>What routes need to know of a pod, read once.</summary>
internal sealed record RoutedPod
{
    public required string Name { get; init; }

    /// <summary>Null while it has no address.</summary>
    public string? Address { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public bool IsReady { get; init; }

    /// <summary>It ends, or has ended: it gets no new requests.</summary>
    public bool IsEnding { get; init; }

    /// <summary>The fork that it belongs to; null for pods of the baseline.</summary>
    public ForkId? Fork { get; init; }

    /// <summary>It belongs to a fork, even when the labels do not tell which.</summary>
    public bool IsOfSandbox => Labels.ContainsKey(KnownNames.SandboxLabel);

    public bool IsRouter => Labels.GetValueOrDefault(KnownNames.ComponentLabel) == KnownNames.RouterComponent;

    /// <summary>The object itself, for the names of its ports.</summary>
    public required JsonObject Item { get; init; }

    public static RoutedPod Of(JsonObject pod)
    {
        var labels = pod.Labels();
        return new RoutedPod
        {
            Name = pod.Name(),
            Address = pod.TextAt("status", "podIP"),
            Labels = labels,
            IsReady = pod.ObjectsAt("status", "conditions").Any(condition => condition.TextAt("type") == "Ready" && condition.TextAt("status") == "True"),
            IsEnding = pod.At("metadata", "deletionTimestamp") is not null || pod.TextAt("status", "phase") is "Succeeded" or "Failed",
            Fork = ForkOf(labels),
            Item = pod,
        };
    }

    private static ForkId? ForkOf(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(KnownNames.SandboxLabel, out var sandbox)
        && labels.TryGetValue(KnownNames.ServiceLabel, out var service)
        && int.TryParse(labels.GetValueOrDefault(KnownNames.RevisionLabel), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new ForkId(sandbox, service, revision)
            : null;
}
