namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>Whom a request of a step is for.</summary>
public enum RequestTarget
{
    /// <summary>It carries the run's key.</summary>
    Sandbox,

    /// <summary>It carries no key.</summary>
    Baseline,
}
