namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>One sandbox of a list; its name is its key.</summary>
internal sealed record SandboxSummaryOutput
{
    public string? Sandbox { get; init; }

    public string? Phase { get; init; }

    public IReadOnlyList<string>? Forks { get; init; }

    public string? Owner { get; init; }

    public string? ExpiresAt { get; init; }

    public string? Description { get; init; }
}
