namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>Where the program of a caller runs.</summary>
internal enum CallerPlace
{
    /// <summary>On a machine that reaches the API server, and pods through it.</summary>
    Outside,

    /// <summary>In a pod of the cluster, which reaches Services by their names.</summary>
    Inside,
}
