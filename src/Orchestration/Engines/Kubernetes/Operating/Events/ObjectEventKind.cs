namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;

/// <summary>The two types that events of Kubernetes have.</summary>
internal enum ObjectEventKind
{
    /// <summary>As it should be.</summary>
    Normal,

    /// <summary>Somebody should look.</summary>
    Warning,
}
