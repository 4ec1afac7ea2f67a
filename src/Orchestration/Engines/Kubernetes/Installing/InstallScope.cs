namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>What the operator may see and change.</summary>
internal enum InstallScope
{
    /// <summary>Its own namespace alone: the usual one, next to the baseline.</summary>
    Namespace,

    /// <summary>Every namespace. Only then are keys that nobody knows refused.</summary>
    Cluster,
}
