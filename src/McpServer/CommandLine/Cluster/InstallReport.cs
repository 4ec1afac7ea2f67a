namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary>What <c>install</c> prints as JSON.</summary>
internal sealed record InstallReport
{
    public required string Namespace { get; init; }

    public required string Scope { get; init; }

    public required string Image { get; init; }

    /// <summary>False when nothing was changed.</summary>
    public required bool Applied { get; init; }

    public required IReadOnlyList<ChangeReport> Changes { get; init; }
}
