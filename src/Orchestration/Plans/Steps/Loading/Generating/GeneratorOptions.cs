namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>Limits of the generator.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>How many requests of a side may be under way at once; those that come beyond wait, and their delay counts.</summary>
    public int MaxInFlight { get; init; } = 1024;

    /// <summary>The limit of one request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long answers are awaited after the last arrival.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much of a body is read at most.</summary>
    public int MaxBodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How often progress is told.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);
}
