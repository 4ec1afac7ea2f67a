using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>One recorded request with its answer.</summary>
internal sealed record RecordedExchange
{
    public required string Service { get; init; }

    public required string Method { get; init; }

    /// <summary>Path with query.</summary>
    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? Body { get; init; }

    /// <summary>The recorded answer; marked as truncated when the recording holds only a part of it.</summary>
    public required ObservedResponse Response { get; init; }

    public string Name => $"{Service} {Method} {Path}";

    /// <summary>Requests that are the same; their answers show what varies by itself.</summary>
    public string Identity => $"{Name}\n{Body}";
}
