using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>A recording as it is.</summary>
public sealed record RecordingStatus
{
    /// <summary>What was wanted.</summary>
    public required RecordingSpec Spec { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Requests that are in it, by service.</summary>
    public required IReadOnlyDictionary<string, int> Requests { get; init; }

    /// <summary>Bytes of bodies that are in it.</summary>
    public required long Bytes { get; init; }

    /// <summary>Requests that were still under way when it ended, and are left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>When it ended; null while it is on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended.</summary>
    public string? EndReason { get; init; }

    /// <summary>The HAR file; null while it is on, and where none was written.</summary>
    public string? File { get; init; }

    /// <summary>Why no file was written.</summary>
    public SandboxFailure? Failure { get; init; }

    /// <summary>When it will end by itself.</summary>
    public DateTimeOffset EndsAt => StartedAt + Spec.MaxTime;

    /// <summary>All requests.</summary>
    public int Total => Requests.Values.Sum();
}
