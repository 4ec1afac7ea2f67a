using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>One condition of a status.</summary>
internal static class ResourceCondition
{
    /// <summary>The time of a condition is kept while its status stays: a time that moves would be a write without a change.</summary>
    public static JsonObject Write(string type, (string Status, string Reason, string Message) state, long generation, JsonObject? previous, DateTimeOffset now)
    {
        var before = previous.ObjectsAt("conditions").FirstOrDefault(condition => condition.TextAt("type") == type);
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = state.Status,
            ["reason"] = state.Reason,
            ["message"] = FailureResource.Cut(state.Message, ResourceLimits.Message),
            ["observedGeneration"] = generation,
            ["lastTransitionTime"] = before.TextAt("status") == state.Status && before.TextAt("lastTransitionTime") is { } time ? time : StatusWriter.Seconds(now),
        };
    }
}
