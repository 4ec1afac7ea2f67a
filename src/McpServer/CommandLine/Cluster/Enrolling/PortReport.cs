namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary>A port of a Service, for JSON.</summary>
internal sealed record PortReport(int Port, int RouterPort, string Target, string Protocol);
