using AgentSandbox.McpServer.Hosting.State;

namespace AgentSandbox.McpServer.Hosting.Connecting;

/// <summary>A host that has just answered.</summary>
internal sealed record RunningHost(HostRecord Record, HostStatus Status, string Token);
