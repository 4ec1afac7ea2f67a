namespace AgentSandbox.McpServer.Bridge;

/// <summary>The host was lost, and whether it executed the call is not known.</summary>
internal sealed class HostLostException(string fact, Exception inner) : Exception($"The host {fact}.", inner)
{
    public const string Code = "host_lost";
    public const string Hint = "Look at the state with list_sandboxes or get_sandbox, which start the host again, and repeat the call if its effect is missing.";
}
