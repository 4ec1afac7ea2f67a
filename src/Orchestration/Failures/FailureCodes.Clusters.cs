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

    /// <summary>The cluster has no custom resources of ours.</summary>
    public const string DefinitionsMissing = "definitions_missing";

    /// <summary>The namespace of the context does not exist.</summary>
    public const string NamespaceMissing = "namespace_missing";

    /// <summary>There is an operator, and none of its pods is ready.</summary>
    public const string OperatorNotReady = "operator_not_ready";

    /// <summary>The operator is of a version that does not go with this program's.</summary>
    public const string OperatorVersion = "operator_version";

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
