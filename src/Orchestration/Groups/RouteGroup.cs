using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Groups;

/// <summary>Several sandboxes under one key of their own, so that interdependent changes are tested together.</summary>
public sealed record RouteGroup
{
    /// <summary>How many sandboxes a group may have.</summary>
    public const int MaxSandboxes = 16;

    /// <summary>Name and routing key.</summary>
    public required SandboxId Name { get; init; }

    /// <summary>The sandboxes whose forks answer requests with its key.</summary>
    public required IReadOnlyList<SandboxId> Sandboxes { get; init; }

    /// <summary>Who may change it.</summary>
    public required Owner Owner { get; init; }
}
