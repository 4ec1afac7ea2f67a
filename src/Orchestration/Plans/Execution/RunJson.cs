using System.Text.Json.Serialization;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>How runs are kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJson : JsonSerializerContext;
