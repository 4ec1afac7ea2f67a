namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>A request of a step, its places filled.</summary>
public sealed record StepRequest
{
    /// <summary>The service that is asked first.</summary>
    public required string Service { get; init; }

    /// <summary>Method; upper case.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Absolute path with query.</summary>
    public required string Path { get; init; }

    /// <summary>Extra headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Body as text.</summary>
    public string? Body { get; init; }

    /// <summary>How much of the answer is read at most. Default 1 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>The limit of the request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
