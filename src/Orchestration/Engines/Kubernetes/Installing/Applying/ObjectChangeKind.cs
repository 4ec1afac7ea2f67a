namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>What applying an object does.</summary>
internal enum ObjectChangeKind
{
    /// <summary>It is there as it should be.</summary>
    Unchanged,

    /// <summary>It is not there yet.</summary>
    Created,

    /// <summary>Some of its fields change.</summary>
    Changed,
}
