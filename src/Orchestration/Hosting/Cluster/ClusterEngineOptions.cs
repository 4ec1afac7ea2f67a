using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Settings of the Kubernetes engine on a user's machine.</summary>
public sealed class ClusterEngineOptions
{
    /// <summary>The repository that is served. Required.</summary>
    public RepositoryLocation? Location { get; set; }

    /// <summary>Where trees are built; the user's cache directory when null.</summary>
    public string? WorkRoot { get; set; }

    /// <summary>A kubeconfig; that of <c>KUBECONFIG</c> or <c>~/.kube/config</c> when null.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>A context of it; the current one when null.</summary>
    public string? Context { get; set; }

    /// <summary>A namespace; that of the context when null.</summary>
    public string? Namespace { get; set; }

    /// <summary>Where <c>KUBECONFIG</c>, <c>${env:NAME}</c> and <c>${secret:NAME}</c> are looked up. Default: this process's environment.</summary>
    public IReadOnlyDictionary<string, string>? OutsideEnvironment { get; set; }
}
