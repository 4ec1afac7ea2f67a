namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;

/// <summary>How a Service that is to be enrolled looks now.</summary>
internal enum EnrolmentState
{
    /// <summary>It has nothing of ours.</summary>
    Absent,

    /// <summary>It points at the routers, all ports of it.</summary>
    Enrolled,

    /// <summary>It has our annotations, and its selector or a target was put back.</summary>
    PutBack,

    /// <summary>It points at the routers, and a port was added or changed since.</summary>
    PortsChanged,

    /// <summary>It points at the routers, and the annotation that holds its originals is gone.</summary>
    OriginalsLost,
}
