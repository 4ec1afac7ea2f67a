namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>What a removal does about what is still in use.</summary>
internal enum RemovalMode
{
    /// <summary>It stops, and names it.</summary>
    Careful,

    /// <summary>It deletes sandboxes, and breaks off requests.</summary>
    Force,
}
