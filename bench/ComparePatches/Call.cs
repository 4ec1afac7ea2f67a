namespace AgentSandbox.Bench.ComparePatches;

/// <summary>A request whose answers are compared, as somebody would write it in a plan.</summary>
internal sealed record Call
{
    /// <summary>The service that is asked.</summary>
    public required string Service { get; init; }

    public string Method { get; init; } = "GET";

    public required string Path { get; init; }

    public string? Body { get; init; }

    /// <summary>What is not looked at: ids and times of what each instance made for itself.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Headers that are compared.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>A POST that both instances get first, so that both have what is asked for.</summary>
    public Call? Before { get; init; }
}
