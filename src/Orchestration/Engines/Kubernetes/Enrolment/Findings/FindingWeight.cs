namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;

/// <summary>How much a finding speaks against an enrolment; the gravest first.</summary>
internal enum FindingWeight
{
    /// <summary>Enrolling would break the Service; nobody can accept that.</summary>
    Refusal,

    /// <summary>Something would behave otherwise; a person who knows can accept it.</summary>
    Acceptable,

    /// <summary>Nothing changes for clients; good to know.</summary>
    Information,
}
