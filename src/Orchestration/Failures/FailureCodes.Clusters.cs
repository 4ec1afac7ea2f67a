namespace AgentSandbox.Orchestration.Failures;

/// <content>What talking to a cluster can end with.</content>
public static partial class FailureCodes
{
    /// <summary>A kubeconfig, a context or a credential in it cannot be read or used.</summary>
    public const string KubeconfigInvalid = "kubeconfig_invalid";

    /// <summary>No answer came from the cluster's API.</summary>
    public const string ClusterUnreachable = "cluster_unreachable";

    /// <summary>The cluster's API kept answering that it cannot answer now.</summary>
    public const string ClusterBusy = "cluster_busy";

    /// <summary>The cluster does not know the user: credentials are missing, wrong or expired.</summary>
    public const string CredentialsRefused = "credentials_refused";

    /// <summary>The user lacks a right; it is named.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The object, or its kind, is not in the cluster.</summary>
    public const string ObjectNotFound = "object_not_found";

    /// <summary>Somebody else changed the object, or owns a field of it.</summary>
    public const string ObjectChanged = "object_changed";

    /// <summary>An object of that name exists already.</summary>
    public const string ObjectExists = "object_exists";

    /// <summary>The cluster does not take the object as it is.</summary>
    public const string ClusterRefused = "cluster_refused";
}
