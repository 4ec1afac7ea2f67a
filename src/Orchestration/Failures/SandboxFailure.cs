namespace AgentSandbox.Orchestration.Failures;

/// <summary>An expected outcome that is not success, told so that an agent can act on it.</summary>
/// <remarks>Every code is listed in <c>docs/reference/failures.md</c> and is never used for another meaning.</remarks>
public sealed record SandboxFailure
{
    /// <summary>Stable code in snake case.</summary>
    public required string Code { get; init; }

    /// <summary>Who can mend it.</summary>
    public required FailureCategory Category { get; init; }

    /// <summary>What failed, on which quoted thing, and the observed fact.</summary>
    public required string Message { get; init; }

    /// <summary>One thing to do next.</summary>
    public required string Hint { get; init; }

    /// <summary>Observed lines, such as the end of a build's output. Untrusted text, bounded.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>True when the same call can succeed later without any change.</summary>
    public bool Retryable { get; init; }

    /// <summary>How long to wait before another try; only with <see cref="Retryable"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Code}: {Message} {Hint}";
}
