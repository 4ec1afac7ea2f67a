using System.Text.Json.Serialization;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary>The JSON of <c>host status</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostReport))]
internal sealed partial class HostReportJson : JsonSerializerContext;
