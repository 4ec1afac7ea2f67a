namespace AgentSandbox.Router.Problems;

/// <summary>An answer that the router gives itself, as problem+json.</summary>
internal sealed record RouterProblem
{
    public required int Status { get; init; }

    public required string Code { get; init; }

    public required string Title { get; init; }

    /// <summary>What happened to which thing, and the observed fact.</summary>
    public required string Detail { get; init; }

    /// <summary>One thing to do.</summary>
    public required string NextStep { get; init; }

    public required string Service { get; init; }

    public string? Key { get; init; }

    public string? Sandbox { get; init; }

    public int? Revision { get; init; }

    /// <summary>Trying again later can help.</summary>
    public bool RetryLater { get; init; }

    /// <summary>The connection cannot be used further: what follows on it may not be a request.</summary>
    public bool CloseConnection { get; init; }
}
