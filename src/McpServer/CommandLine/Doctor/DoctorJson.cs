using System.Text.Json.Serialization;

namespace AgentSandbox.McpServer.CommandLine.Doctor;

/// <summary>The JSON of <c>doctor</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class DoctorJson : JsonSerializerContext;
