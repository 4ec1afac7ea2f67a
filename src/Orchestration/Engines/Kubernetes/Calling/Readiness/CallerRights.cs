using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;

/// <summary>What a user of sandboxes has to be allowed in the namespace; the Role <c>agent-sandbox-user</c> has all of it.</summary>
internal static class CallerRights
{
    /// <summary>Without these nothing can be shown.</summary>
    public static IReadOnlyList<MissingRight> ToLook(string @namespace) =>
        [.. Of(["list", "watch"], [ResourceKinds.Sandboxes, ResourceKinds.Services, ResourceKinds.Pods], @namespace, "to show sandboxes and services")];

    public static IReadOnlyList<MissingRight> ToChange(string @namespace) =>
    [
        .. Of(["create", "update", "patch"], [ResourceKinds.Sandboxes], @namespace, "to create and change sandboxes"),
        .. Of(["list"], [ResourceKinds.Deployments], @namespace, "to see whether an operator lives"),
    ];

    /// <summary>A WebSocket begins with GET; newer servers also ask for the right to create.</summary>
    public static IReadOnlyList<MissingRight> ToRequest(string @namespace) =>
        [.. new[] { "get", "create" }.Select(verb => new MissingRight(new AccessQuestion(verb, ResourceKinds.Pods, @namespace, "portforward"), "to send requests through the routers"))];

    public static IReadOnlyList<MissingRight> ToReadLogs(string @namespace) =>
        [new MissingRight(new AccessQuestion("get", ResourceKinds.Pods, @namespace, "log"), "to read logs")];

    private static IEnumerable<MissingRight> Of(string[] verbs, ResourceKind[] kinds, string @namespace, string purpose) =>
        kinds.SelectMany(kind => verbs.Select(verb => new MissingRight(new AccessQuestion(verb, kind, @namespace), purpose)));
}
