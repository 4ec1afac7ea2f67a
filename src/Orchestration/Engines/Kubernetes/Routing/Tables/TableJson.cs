using System.Text.Json.Serialization;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>How tables are written between operator and routers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(WireTable))]
[JsonSerializable(typeof(WireActivity[]))]
internal sealed partial class TableJson : JsonSerializerContext;
