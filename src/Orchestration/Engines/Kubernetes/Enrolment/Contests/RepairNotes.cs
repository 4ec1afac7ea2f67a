using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;

/// <summary>
/// The history of repairs, kept on the Service itself and written with the repair, in one patch: so it is neither lost
/// with the operator's pod nor written for its own sake. A new enrolment, and an un-enrolment, take it off.
/// </summary>
internal static class RepairNotes
{
    public static RepairHistory Read(JsonObject service)
    {
        var note = Parse(service.Annotation(KnownNames.RepairsAnnotation));
        return new RepairHistory(
            note.NumberAt("repairs") is >= 0 and { } repairs ? repairs : 0,
            note.TimeAt("last") ?? DateTimeOffset.MinValue,
            Contest(service) is not null);
    }

    /// <summary>Why the Service was left to another writer, with the rule to add there; null when it was not.</summary>
    public static string? Contest(JsonObject service) => service.Annotation(KnownNames.ContestedAnnotation);

    /// <summary>The annotations of a history.</summary>
    /// <param name="history">What to remember.</param>
    /// <param name="contest">Why it was left; null when it was not.</param>
    public static JsonObject Write(RepairHistory history, string? contest) => new()
    {
        [KnownNames.RepairsAnnotation] = history.Repairs == 0 ? null : new JsonObject { ["repairs"] = history.Repairs, ["last"] = ForkResource.Write(history.LastRepair) }.ToJsonString(),
        [KnownNames.ContestedAnnotation] = contest,
    };

    private static JsonNode? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null; // somebody edited it; it begins anew
        }
    }
}
