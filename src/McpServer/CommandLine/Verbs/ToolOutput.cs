namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>Which form of a tool's result is printed.</summary>
internal enum ToolOutput
{
    /// <summary>What a person, or a model, reads.</summary>
    Text,

    /// <summary>The structured content as JSON.</summary>
    Structure,
}
