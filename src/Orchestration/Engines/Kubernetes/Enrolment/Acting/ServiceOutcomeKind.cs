namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>What became of a Service.</summary>
internal enum ServiceOutcomeKind
{
    /// <summary>It was as wanted already.</summary>
    Unchanged,

    /// <summary>Its traffic passes the routers now.</summary>
    Enrolled,

    /// <summary>It is as its owner wrote it.</summary>
    GivenBack,

    /// <summary>It could not be done; the failure says why.</summary>
    Failed,
}
