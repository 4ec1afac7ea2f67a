using System.Text.Json.Serialization;

namespace AgentSandbox.McpServer.Demo;

/// <summary>The JSON of the demo.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(string))]
internal sealed partial class DemoJson : JsonSerializerContext;
