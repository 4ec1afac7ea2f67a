namespace AgentSandbox.Orchestration.Requests;

/// <summary>A response as it was received. Everything in it is untrusted.</summary>
public sealed record ObservedResponse
{
    /// <summary>Status code.</summary>
    public required int Status { get; init; }

    /// <summary>Headers by lower-case name; several values are joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The beginning of the body as text; empty when it is not text.</summary>
    public required string Body { get; init; }

    /// <summary>Bytes received; when <see cref="IsTruncated"/>, at least so many.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>A hash of a body that is not text and was read whole; null otherwise.</summary>
    public string? BodyHash { get; init; }

    /// <summary>True when <see cref="Body"/> is not all of it.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>Time until the whole of the read body was there.</summary>
    public required TimeSpan Duration { get; init; }
}
