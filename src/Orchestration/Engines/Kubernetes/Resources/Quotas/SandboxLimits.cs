namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

/// <summary>How much the operator accepts. What was accepted before a limit was lowered stays.</summary>
internal sealed record SandboxLimits
{
    public static SandboxLimits None { get; } = new();

    /// <summary>Sandboxes of one owner in a namespace; null for any number.</summary>
    public int? SandboxesPerOwner { get; init; }

    /// <summary>Forks of one sandbox; null for what the definition takes.</summary>
    public int? ForksPerSandbox { get; init; }

    /// <summary>Pods of one fork; null for what the definition takes.</summary>
    public int? ReplicasPerFork { get; init; }

    /// <summary>The same, with 0 for any number.</summary>
    public SandboxLimits WithoutZeros() => new()
    {
        SandboxesPerOwner = SandboxesPerOwner is 0 ? null : SandboxesPerOwner,
        ForksPerSandbox = ForksPerSandbox is 0 ? null : ForksPerSandbox,
        ReplicasPerFork = ReplicasPerFork is 0 ? null : ReplicasPerFork,
    };
}
