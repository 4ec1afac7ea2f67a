using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>A program that gives credentials, as a kubeconfig names it.</summary>
internal sealed class ExecPlugin
{
    public required string ApiVersion { get; init; }

    /// <summary>A bare name is searched in PATH; a path is absolute.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its complete environment but for <c>KUBERNETES_EXEC_INFO</c>. It may hold secrets.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public string? InstallHint { get; init; }

    /// <summary>What it is told of the cluster; null when it does not ask.</summary>
    public JsonObject? Cluster { get; init; }

    public required string WorkingDirectory { get; init; }
}
