namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Steps;

/// <summary>What is done next to a Service that is to be given back.</summary>
internal enum UnenrolmentStep
{
    /// <summary>Selector and targets together; the router ports stay written, so that routers serve what still comes.</summary>
    GiveBack,

    /// <summary>Once the cluster sends nothing more to routers: the last marks are taken off, and routers close their listeners.</summary>
    Release,

    /// <summary>It has nothing of ours.</summary>
    Done,
}
