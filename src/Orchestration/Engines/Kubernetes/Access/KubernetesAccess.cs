using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>Opens the access to a cluster. Nothing is sent before the first call.</summary>
internal static class KubernetesAccess
{
    /// <summary>As kubectl does it: by kubeconfig, or, where there is none at all, by the account of the pod.</summary>
    /// <returns>The access, or <c>kubeconfig_invalid</c> with everything that is wrong.</returns>
    public static Result<IKubernetesApi> Open(KubernetesAccessOptions options)
    {
        var problems = new KubeconfigProblems();
        var files = KubeconfigFiles.Read(options, problems);
        if (files.Count == 0 && problems.IsEmpty && IsByPod(options))
        {
            return InCluster(options);
        }

        var reading = KubeconfigReader.Read(files, options, new CommandRunner(options.Time), problems);
        return reading is null || !problems.IsEmpty
            ? problems.ToFailure(files)
            : Result<IKubernetesApi>.Success(Create(reading, options));
    }

    /// <summary>Whether <see cref="Open"/> takes the account of the pod: the cluster is then the one around this program.</summary>
    public static bool IsInside(KubernetesAccessOptions options) => KubeconfigFiles.Read(options, new KubeconfigProblems()).Count == 0 && IsByPod(options);

    private static bool IsByPod(KubernetesAccessOptions options) => options.KubeconfigPath is null && PodAccount.IsInPod(options);

    /// <summary>By the service account of the pod in which this program runs.</summary>
    /// <returns>The access, or <c>kubeconfig_invalid</c> when this is no pod, or one without an account.</returns>
    public static Result<IKubernetesApi> InCluster(KubernetesAccessOptions options)
    {
        var problems = new KubeconfigProblems();
        return PodAccount.Read(options, problems) is { } account && problems.IsEmpty
            ? Result<IKubernetesApi>.Success(Create(account, options))
            : problems.ToFailure([]);
    }

    /// <summary>The cluster around this pod without anybody's credentials: a way to it for users who bring their own.</summary>
    /// <param name="options">Namespace and environment.</param>
    /// <param name="authority">The file with the cluster's authority, such as that of the ConfigMap <c>kube-root-ca.crt</c>.</param>
    /// <returns>The access, or <c>kubeconfig_invalid</c> when this is no pod, or the file cannot be used.</returns>
    public static Result<IKubernetesApi> WithoutAccount(KubernetesAccessOptions options, string authority)
    {
        var problems = new KubeconfigProblems();
        return PodAccount.ReadNobody(options, authority, problems) is { } nobody && problems.IsEmpty
            ? Result<IKubernetesApi>.Success(Create(nobody, options))
            : problems.ToFailure([]);
    }

    private static KubernetesApi Create(ClusterLogin login, KubernetesAccessOptions options) => new(
        new ClusterConnections(login.Endpoint) { Counts = options.Counts },
        login.Credentials,
        login.Impersonation,
        login.Namespace,
        login.Description,
        options.Time);
}
