using System.Text.Json.Serialization;
using AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary>The JSON of the commands on a cluster.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InstallReport))]
[JsonSerializable(typeof(EnrolmentReport))]
[JsonSerializable(typeof(AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing.UninstallReport))]
internal sealed partial class ClusterJson : JsonSerializerContext;
