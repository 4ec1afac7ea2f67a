using System.Text.Json.Serialization;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>The JSON of <c>init</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<InitStep>))]
internal sealed partial class InitJson : JsonSerializerContext;
