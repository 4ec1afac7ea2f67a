using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

internal static class RemovalFailures
{
    private const int MaxNamed = 10;

    public static SandboxFailure SandboxesRemain(IReadOnlyList<JsonObject> sandboxes) => new()
    {
        Code = FailureCodes.SandboxesRemain,
        Category = FailureCategory.User,
        Message = $"Nothing was removed, because there are {sandboxes.Count.ToString(CultureInfo.InvariantCulture)} sandboxes and route groups:",
        Hint = "Delete them with 'agent-sandbox delete' or 'kubectl delete rsb', wait for their leases, or say --force to delete them now.",
        Evidence = Names(sandboxes),
    };

    public static SandboxFailure CarryTraffic(string @namespace, int requests, TimeSpan waited) => new()
    {
        Code = FailureCodes.RoutersCarryTraffic,
        Category = FailureCategory.Environment,
        Message = string.Create(CultureInfo.InvariantCulture, $"The routers of namespace '{@namespace}' were not removed: {requests} requests through them have not ended, {waited.TotalSeconds:0} s after the last Service was given back. New ones do not pass them any more."),
        Hint = "Run the same command again with a longer --drain, or say --force to break them off.",
        Retryable = true,
    };

    public static SandboxFailure ObjectsRemain(IReadOnlyList<JsonObject> objects, string? why = null) => new()
    {
        Code = FailureCodes.ObjectsRemain,
        Category = FailureCategory.Environment,
        Message = why ?? "These objects were still there when the time was over:",
        Hint = "Run the same command again; 'kubectl describe' shows what holds an object, such as a finalizer whose program is gone.",
        Evidence = Names(objects),
        Retryable = true,
    };

    public static SandboxFailure DefinitionsInUse(IReadOnlyList<string> reasons) => new()
    {
        Code = FailureCodes.SandboxesRemain,
        Category = FailureCategory.User,
        Message = $"The definitions were not deleted: {string.Join("; ", reasons)}. Deleting them would delete every sandbox of the cluster.",
        Hint = "Uninstall there first, or leave --definitions out.",
    };

    public static IReadOnlyList<string> Names(IReadOnlyList<JsonObject> objects) =>
    [
        .. objects.Take(MaxNamed).Select(Name),
        .. objects.Count > MaxNamed ? new[] { $"and {(objects.Count - MaxNamed).ToString(CultureInfo.InvariantCulture)} more" } : [],
    ];

    public static string Name(JsonObject item)
    {
        var place = item.TextAt("metadata", "namespace");
        var ending = item.TextAt("metadata", "deletionTimestamp") is null ? "" : $", ending, finalizers: {(item.ListAt("metadata", "finalizers") is { Count: > 0 } names ? string.Join(" ", names) : "none")}";
        return place is null ? $"{item.Describe()}{ending}" : $"{item.Describe()} in '{place}'{ending}";
    }
}
