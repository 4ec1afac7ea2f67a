using System.Collections.Concurrent;
using AgentSandbox.McpServer.Bridge;

namespace AgentSandbox.McpServer.UnitTests.Bridge;

/// <summary>Answers with what the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedConnector(Func<BridgeCall, Task<HostEndpoint>> answer) : IHostConnector
{
    public ConcurrentQueue<BridgeCall> Asked { get; } = new();

    public Task<HostEndpoint> ConnectAsync(BridgeCall call, CancellationToken cancellationToken)
    {
        Asked.Enqueue(call);
        return answer(call);
    }
}
