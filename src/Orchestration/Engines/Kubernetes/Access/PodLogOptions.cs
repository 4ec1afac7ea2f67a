namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>Which output of a pod.</summary>
internal sealed record PodLogOptions
{
    /// <summary>Null when it has only one.</summary>
    public string? Container { get; init; }

    /// <summary>Goes on with what comes.</summary>
    public bool Follow { get; init; }

    /// <summary>The container before the last restart.</summary>
    public bool Previous { get; init; }

    /// <summary>Each line begins with its time.</summary>
    public bool Timestamps { get; init; }

    public DateTimeOffset? Since { get; init; }

    public int? TailLines { get; init; }

    public long? LimitBytes { get; init; }
}
