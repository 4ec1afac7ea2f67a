namespace AgentSandbox.Orchestration.Configuration;

/// <summary>Where baseline and forks run.</summary>
public enum EngineKind
{
    /// <summary>Processes on this machine.</summary>
    Local,

    /// <summary>Workloads of a Kubernetes cluster.</summary>
    Kubernetes,
}
