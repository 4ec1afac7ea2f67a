using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>What the installed objects depend on.</summary>
internal sealed record InstallSpec
{
    /// <summary>Where the operator runs, and, with <see cref="InstallScope.Namespace"/>, where the baseline is.</summary>
    public required string Namespace { get; init; }

    /// <summary>The image of this program, for operator and routers.</summary>
    public required string Image { get; init; }

    /// <summary><c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string PullPolicy { get; init; } = "IfNotPresent";

    public InstallScope Scope { get; init; } = InstallScope.Namespace;

    /// <summary><c>policy/v1</c>; before Kubernetes 1.21 <c>policy/v1beta1</c>.</summary>
    public string DisruptionBudgetVersion { get; init; } = "policy/v1";

    /// <summary>What the operator accepts.</summary>
    public SandboxLimits Limits { get; init; } = SandboxLimits.None;

    /// <summary>Secret for pulling the image; null when none is needed.</summary>
    public string? PullSecret { get; init; }

    /// <summary>Whether the namespace has an MCP server for a team.</summary>
    public bool HasMcp { get; init; }

    /// <summary>Names under which clients reach that server beyond those of its Service, such as that of an ingress.</summary>
    public IReadOnlyList<string> McpHosts { get; init; } = [];
}
