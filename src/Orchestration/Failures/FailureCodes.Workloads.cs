namespace AgentSandbox.Orchestration.Failures;

/// <content>What happens to forks that are workloads of a cluster.</content>
public static partial class FailureCodes
{
    /// <summary>A custom resource holds what cannot be meant.</summary>
    public const string ResourceInvalid = "resource_invalid";

    /// <summary>The service has no workload, or several.</summary>
    public const string WorkloadNotFound = "workload_not_found";

    /// <summary>A workload of a kind, or with settings, that cannot run twice.</summary>
    public const string WorkloadNotForkable = "workload_not_forkable";

    /// <summary>A fork's pods would be selected by a Service of the baseline whatever labels they drop.</summary>
    public const string ForkWouldBeSelected = "fork_would_be_selected";

    /// <summary>The container that a change is for does not exist.</summary>
    public const string ContainerNotFound = "container_not_found";

    /// <summary>Several containers can be meant.</summary>
    public const string ContainerAmbiguous = "container_ambiguous";

    /// <summary>A strategic patch with a part that is not understood or not allowed.</summary>
    public const string PatchInvalid = "patch_invalid";

    /// <summary>The image cannot be pulled.</summary>
    public const string ImagePullFailed = "image_pull_failed";

    /// <summary>A container ends again and again.</summary>
    public const string CrashLoop = "crash_loop";

    /// <summary>A container used more memory than its limit.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>An init container fails.</summary>
    public const string InitFailed = "init_failed";

    /// <summary>The readiness probe fails.</summary>
    public const string ReadinessFailing = "readiness_failing";

    /// <summary>The liveness probe fails, so that the container is restarted.</summary>
    public const string LivenessFailing = "liveness_failing";

    /// <summary>The startup probe fails.</summary>
    public const string StartupFailing = "startup_failing";

    /// <summary>The container listens on another port than the one that is asked.</summary>
    public const string WrongPort = "wrong_port";

    /// <summary>No node takes the pod.</summary>
    public const string Unschedulable = "unschedulable";

    /// <summary>The quota of the namespace has no room for the pod.</summary>
    public const string QuotaExceeded = "quota_exceeded";

    /// <summary>The operator accepts no further sandbox of this owner.</summary>
    public const string OwnerQuotaExceeded = "owner_quota_exceeded";

    /// <summary>The operator accepts no further fork of the sandbox, or no further pod of the fork.</summary>
    public const string ForkLimitExceeded = "fork_limit_exceeded";

    /// <summary>The API server or a webhook refuses the pod.</summary>
    public const string AdmissionRefused = "admission_refused";

    /// <summary>A secret, configuration map, key or service account that the pod names is missing.</summary>
    public const string ConfigMissing = "config_missing";

    /// <summary>A volume cannot be mounted.</summary>
    public const string VolumeFailed = "volume_failed";

    /// <summary>The node ended the pod.</summary>
    public const string PodEvicted = "pod_evicted";

    /// <summary>The pods did not become ready in the Deployment's own time, and nothing says why.</summary>
    public const string RolloutStuck = "rollout_stuck";

    /// <summary>A Service cannot be enrolled as it is.</summary>
    public const string EnrolmentRefused = "enrolment_refused";

    /// <summary>Another writer puts an enrolled Service back.</summary>
    public const string EnrolmentContested = "enrolment_contested";
}
