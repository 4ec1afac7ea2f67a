using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Bridge.Upstream;

/// <summary>The agent's side of a call that is being forwarded.</summary>
/// <param name="Server">The server as this request sees it: questions to the client go through it.</param>
/// <param name="ProgressToken">The token under which the agent's client wants progress, if it does.</param>
internal sealed record OngoingCall(SdkServer Server, ProgressToken? ProgressToken);
