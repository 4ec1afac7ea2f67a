namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>How a patch is written.</summary>
internal enum PatchKind
{
    /// <summary>RFC 7396.</summary>
    Merge,

    /// <summary>RFC 6902.</summary>
    Json,

    /// <summary>Kubernetes' own, which knows the keys of lists; not for custom resources.</summary>
    Strategic,
}
