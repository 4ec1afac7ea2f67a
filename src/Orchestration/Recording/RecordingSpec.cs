using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>A recording as it is wanted.</summary>
public sealed record RecordingSpec
{
    /// <summary>The sandbox whose requests are recorded; null for requests without a key, which are those of the baseline.</summary>
    public SandboxId? Sandbox { get; init; }

    /// <summary>The services whose requests are recorded.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>The most requests.</summary>
    public required int MaxRequests { get; init; }

    /// <summary>The most bytes of bodies.</summary>
    public required int MaxBytes { get; init; }

    /// <summary>The longest time.</summary>
    public required TimeSpan MaxTime { get; init; }

    /// <summary>Who started it.</summary>
    public required string Owner { get; init; }

    /// <summary>What it is of, in words.</summary>
    internal string Subject => Sandbox is { } sandbox ? $"sandbox '{sandbox}'" : "the baseline";
}
