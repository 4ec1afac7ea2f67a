using AgentSandbox.McpServer.Hosting;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>A client's configuration of one project.</summary>
internal interface IMcpClientFile
{
    string Name { get; }

    /// <summary>Adds the server, leaving everything else in the file as it is.</summary>
    InitStep AddTo(string root, HostExecutable executable);
}
