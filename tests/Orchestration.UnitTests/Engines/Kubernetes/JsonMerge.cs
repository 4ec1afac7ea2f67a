using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes;

/// <summary>RFC 7386, as the API server does it.</summary>
internal static class JsonMerge
{
    public static JsonObject Patch(JsonObject target, JsonObject patch)
    {
        var merged = (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value is JsonObject change ? Patch(merged[name] as JsonObject ?? [], change) : value.DeepClone();
            }
        }

        return merged;
    }
}
