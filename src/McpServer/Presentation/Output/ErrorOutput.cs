using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The member <c>error</c> of every failed result.</summary>
internal sealed record ErrorOutput
{
    public string? Code { get; init; }

    public FailureCategory Category { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<string>? Evidence { get; init; }

    public string? EvidenceNote { get; init; }

    public bool Retryable { get; init; }

    public double? RetryAfterSeconds { get; init; }

    public string? Hint { get; init; }
}
