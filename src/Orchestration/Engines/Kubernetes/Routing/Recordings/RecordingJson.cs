using System.Text.Json.Serialization;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;

/// <summary>How recordings are written between routers and those who record.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireRecording))]
[JsonSerializable(typeof(WireRecorded))]
internal sealed partial class RecordingJson : JsonSerializerContext;
