using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>Decides on the next call after an answer; null when the answer is the end.</summary>
internal delegate ToolCall? FollowUp(ToolCall call, CallToolResult answer);
