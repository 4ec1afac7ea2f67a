namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary>Which cluster a command means.</summary>
/// <param name="Kubeconfig">A file; null for what kubectl would take.</param>
/// <param name="Context">A context of it; null for the current one.</param>
internal sealed record ClusterAddress(string? Kubeconfig, string? Context);
