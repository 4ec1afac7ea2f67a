namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Whether what a fork was cloned from has changed since.</summary>
internal enum BaselineDrift
{
    /// <summary>It has not.</summary>
    Current,

    /// <summary>The baseline's template is another one now.</summary>
    Changed,

    /// <summary>The workload is gone, or can no longer be forked.</summary>
    Gone,
}
