namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;

/// <summary>What the operator does about the state of an enrolment.</summary>
internal enum RepairAction
{
    /// <summary>Nothing: it is as it should be.</summary>
    None,

    /// <summary>Apply the plan's patch again.</summary>
    Repair,

    /// <summary>Write the originals that are remembered onto the Service again.</summary>
    RestoreOriginals,

    /// <summary>Leave the Service to the other writer, report it, and treat the service as not enrolled.</summary>
    Leave,
}
