using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>Where a failure of the cluster has to stop the work and have it tried again.</summary>
internal static class ClusterFailure
{
    /// <exception cref="ClusterFailureException">The deletion failed for another reason than that the object is gone, or another one has its name.</exception>
    public static void ThrowUnlessGone(Result<Done> deleted)
    {
        if (!deleted.IsSuccess && deleted.Failure.Code is not (FailureCodes.ObjectNotFound or FailureCodes.ObjectChanged))
        {
            throw new ClusterFailureException(deleted.Failure);
        }
    }

    /// <exception cref="ClusterFailureException">The cluster could not be asked, which says nothing about what was asked for.</exception>
    public static void ThrowIfPassing(SandboxFailure failure)
    {
        if (failure.Code is FailureCodes.ClusterUnreachable or FailureCodes.ClusterBusy)
        {
            throw new ClusterFailureException(failure);
        }
    }
}
