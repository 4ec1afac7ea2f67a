namespace AgentSandbox.McpServer.Bridge;

/// <summary>There is no host for a call; becomes a tool error as it is.</summary>
internal sealed class HostUnavailableException(string code, string message, string hint) : Exception(message)
{
    /// <summary>The code for a host that was found and does not accept calls; connectors have further ones.</summary>
    public const string NotAnswering = "host_unavailable";

    public string Code => code;

    public string Hint => hint;
}
