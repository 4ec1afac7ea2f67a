using System.Text.Json.Serialization;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>The JSON of the host's files and of its administration.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HostRecord))]
[JsonSerializable(typeof(HostStatus))]
[JsonSerializable(typeof(SandboxFailure))]
[JsonSerializable(typeof(BaselineInfo))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class HostJson : JsonSerializerContext;
