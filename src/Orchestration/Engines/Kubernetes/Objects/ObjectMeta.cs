using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

/// <summary>The parts of <c>metadata</c> that decisions need.</summary>
internal static class ObjectMeta
{
    public static string Name(this JsonObject item) => item.TextAt("metadata", "name") ?? "";

    public static string Namespace(this JsonObject item) => item.TextAt("metadata", "namespace") ?? "default";

    public static string Uid(this JsonObject item) => item.TextAt("metadata", "uid") ?? "";

    public static string Kind(this JsonObject item) => item.TextAt("kind") ?? "";

    public static IReadOnlyDictionary<string, string> Labels(this JsonObject item) => item.TextsAt("metadata", "labels");

    public static IReadOnlyDictionary<string, string> Annotations(this JsonObject item) => item.TextsAt("metadata", "annotations");

    public static string? Annotation(this JsonObject item, string name) => item.TextAt("metadata", "annotations", name);

    /// <summary>For messages: <c>Deployment/orders</c>.</summary>
    public static string Describe(this JsonObject item) => $"{item.Kind()}/{item.Name()}";

    /// <summary>Who controls it, as <c>ReplicaSet/orders-7d4</c>; null when nobody does.</summary>
    public static (string Kind, string Name, string Uid)? Controller(this JsonObject item) =>
        item.ObjectsAt("metadata", "ownerReferences").FirstOrDefault(owner => owner.FlagAt("controller")) is { } found
            ? (found.Kind(), found.TextAt("name") ?? "", found.TextAt("uid") ?? "")
            : null;
}
