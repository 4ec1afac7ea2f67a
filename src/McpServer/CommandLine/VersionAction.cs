using System.CommandLine;
using System.CommandLine.Invocation;
using AgentSandbox.McpServer.CommandLine.Terminal;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary>Prints the version that the server tells its clients; the parser's own would add the commit.</summary>
internal sealed class VersionAction(ITerminal terminal) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        terminal.Output.WriteLine(ServerComposition.Version);
        return ExitCodes.Success;
    }
}
