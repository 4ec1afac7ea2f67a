namespace AgentSandbox.McpServer.Tools;

/// <summary>The working tree of calls that name none.</summary>
internal interface IDefaultWorkspace
{
    /// <summary>Absolute path of a directory in the tree.</summary>
    string Path { get; }
}
