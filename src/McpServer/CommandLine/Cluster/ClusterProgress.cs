using AgentSandbox.McpServer.CommandLine.Terminal;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary>Tells each step on standard error, at once and in order.</summary>
internal sealed class ClusterProgress(ITerminal terminal) : IProgress<string>
{
    private readonly Lock _lock = new();

    public void Report(string value)
    {
        lock (_lock)
        {
            terminal.Error.WriteLine(value);
        }
    }
}
