namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;

/// <summary>What keeps an object as its manifest says.</summary>
internal enum ManagingTool
{
    /// <summary>Argo CD.</summary>
    ArgoCd,

    /// <summary>Flux.</summary>
    Flux,

    /// <summary>Helm.</summary>
    Helm,

    /// <summary>Somebody with kubectl, or a program that is not known here.</summary>
    Person,
}
