using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;

/// <summary>What a user must be allowed to do, from what is to be written; the questions are the API server's to answer.</summary>
internal static class NeededRights
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>To apply these objects.</summary>
    public static IReadOnlyList<MissingRight> ToApply(IEnumerable<JsonObject> objects) =>
        [.. OfKinds(objects, ["get", "create", "patch"], "to apply what an installation is made of")];

    /// <summary>To remove these objects and see that they are gone.</summary>
    public static IReadOnlyList<MissingRight> ToRemove(IEnumerable<JsonObject> objects) =>
        [.. OfKinds(objects, ["get", "list", "delete"], "to remove an installation")];

    /// <summary>What a role grants must be held by whoever writes it, or 'escalate' and 'bind' on roles.</summary>
    public static IReadOnlyList<MissingRight> ToGrant(IEnumerable<JsonObject> objects) =>
    [
        .. objects.Where(IsRole).SelectMany(role => role.ObjectsAt("rules").SelectMany(rule => Granted(role, rule))).DistinctBy(right => right.Question),
    ];

    /// <summary>With these nothing of <see cref="ToGrant"/> need be held.</summary>
    public static IReadOnlyList<AccessQuestion> InPlaceOfGrants(IEnumerable<JsonObject> objects) =>
    [
        .. objects.Where(IsRole)
            .Select(role => role.Kind() == "Role" ? (ResourceKinds.Roles, role.TextAt("metadata", "namespace")) : (ResourceKinds.ClusterRoles, null))
            .Distinct()
            .SelectMany(pair => new[] { new AccessQuestion("escalate", pair.Item1, pair.Item2), new AccessQuestion("bind", pair.Item1, pair.Item2) }),
    ];

    private static bool IsRole(JsonObject item) => item.Kind() is "Role" or "ClusterRole" && item.TextAt("apiVersion")?.StartsWith(RbacGroup, StringComparison.Ordinal) == true;

    private static IEnumerable<MissingRight> OfKinds(IEnumerable<JsonObject> objects, string[] verbs, string purpose) => objects
        .Select(item => (Kind: ResourceKinds.Of(item), Namespace: item.TextAt("metadata", "namespace")))
        .Where(pair => pair.Kind is not null)
        .Distinct()
        .SelectMany(pair => verbs.Select(verb => new MissingRight(new AccessQuestion(verb, pair.Kind!, pair.Namespace), purpose))); // filtered

    private static IEnumerable<MissingRight> Granted(JsonObject role, JsonObject rule) =>
        from @group in rule.ListAt("apiGroups")
        from resource in rule.ListAt("resources")
        from verb in rule.ListAt("verbs")
        let parts = resource.Split('/', 2)
        let kind = new ResourceKind(@group.Length == 0 ? "v1" : $"{@group}/v1", parts[0], parts[0])
        from name in rule.ListAt("resourceNames") is { Count: > 0 } names ? names : [""]
        select new MissingRight(
            new AccessQuestion(verb, kind, role.TextAt("metadata", "namespace"), parts.Length == 2 ? parts[1] : null, name.Length == 0 ? null : name),
            $"because '{role.Describe()}' passes it on");
}
