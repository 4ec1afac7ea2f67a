using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>A sandbox as its users see it.</summary>
/// <param name="Record">What is wanted and what was observed.</param>
/// <param name="ExpiresAt">When its lease ends unless activity renews it.</param>
/// <param name="StaleServices">Forks whose working tree has changed since they were captured.</param>
public sealed record SandboxView(SandboxRecord Record, DateTimeOffset ExpiresAt, IReadOnlyList<string> StaleServices)
{
    /// <summary>Things that the caller should know although nothing failed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
