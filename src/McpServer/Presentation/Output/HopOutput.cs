namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>One hop as the router recorded it.</summary>
internal sealed record HopOutput
{
    public string? Service { get; init; }

    public string? Request { get; init; }

    /// <summary>"fork", "baseline", "router" or "pending".</summary>
    public string? AnsweredBy { get; init; }

    public int? Revision { get; init; }

    public string? Sandbox { get; init; }

    public int? Status { get; init; }

    public double? Ms { get; init; }

    /// <summary>False when the request came without its key.</summary>
    public bool HasKey { get; init; }

    public string? ErrorCode { get; init; }

    public bool? External { get; init; }
}
