using System.Text.Json;
using System.Text.Json.Serialization;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Store;

/// <summary>How records are written to the journal.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = false,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SandboxRecord))]
[JsonSerializable(typeof(EndedKey))]
[JsonSerializable(typeof(RouteGroup))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class StoreJson : JsonSerializerContext;
