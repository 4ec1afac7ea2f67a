using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentSandbox.Bench.ComparePatches;

/// <summary>The file of patches.</summary>
/// <param name="Calls">By name.</param>
/// <param name="Patches">In the order in which they are applied.</param>
internal sealed record Catalogue(IReadOnlyDictionary<string, Call> Calls, IReadOnlyList<Patch> Patches)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static Catalogue Read(string path) => JsonSerializer.Deserialize<Catalogue>(File.ReadAllText(path), s_options)!; // Written by us.
}
