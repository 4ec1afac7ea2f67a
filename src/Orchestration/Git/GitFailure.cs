namespace AgentSandbox.Orchestration.Git;

/// <summary>A git operation that did not happen: what kind, on which thing, and what was observed.</summary>
public sealed record GitFailure
{
    /// <summary>The kind of failure, on which callers decide.</summary>
    public required GitProblem Problem { get; init; }

    /// <summary>The directory, reference or path that the operation was about.</summary>
    public required string Subject { get; init; }

    /// <summary>The observed fact in a sentence or two; git's own message where there is one.</summary>
    public required string Observed { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Problem} ('{Subject}'): {Observed}";
}
