namespace AgentSandbox.McpServer.Bridge;

/// <summary>Where the workspace of a connection can be known from before the client says anything.</summary>
internal sealed record WorkspaceSources
{
    public const string ProjectDirectoryVariable = "CLAUDE_PROJECT_DIR";

    /// <summary>The command line's <c>--workspace</c>.</summary>
    public string? Option { get; init; }

    /// <summary>The project directory that Claude Code gives to its servers.</summary>
    public string? ProjectDirectory { get; init; }

    public required string CurrentDirectory { get; init; }

    public static WorkspaceSources FromEnvironment(string? option) => new()
    {
        Option = option,
        ProjectDirectory = Environment.GetEnvironmentVariable(ProjectDirectoryVariable),
        CurrentDirectory = WorkingDirectory.Current,
    };
}
