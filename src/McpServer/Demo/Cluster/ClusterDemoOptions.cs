using AgentSandbox.McpServer.CommandLine.Cluster;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>What <c>demo --engine kubernetes</c> was told.</summary>
internal sealed record ClusterDemoOptions
{
    public required ClusterAddress Cluster { get; init; }

    /// <summary>Null for one of the demo's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>The image of this program; null to make it.</summary>
    public string? Image { get; init; }

    /// <summary>The command that makes images; null where the cluster tells which.</summary>
    public string? ImageBuild { get; init; }
}
