namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Steps;

/// <summary>What is done next to a Service that is to be enrolled.</summary>
/// <remarks>
/// The order keeps every request whole: a Service is switched only when all routers listen for it. It is read from the
/// Service alone, so that the next run goes on where an interrupted one stopped.
/// </remarks>
internal enum EnrolmentStep
{
    /// <summary>Write the router ports onto it; nothing changes for clients, and routers open their listeners.</summary>
    Prepare,

    /// <summary>Once all routers listen: selector, targets and the originals, in one patch.</summary>
    Switch,

    /// <summary>It is as it should be.</summary>
    Done,
}
