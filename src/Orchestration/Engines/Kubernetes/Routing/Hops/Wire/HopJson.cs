using System.Text.Json.Serialization;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

/// <summary>How hops are written between routers and to those who prove requests.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(WireWatch))]
[JsonSerializable(typeof(WireWatching))]
[JsonSerializable(typeof(WireHops))]
[JsonSerializable(typeof(WireForkAnswers))]
internal sealed partial class HopJson : JsonSerializerContext;
