using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>What an installation was asked to be; what is not said stays as it is where there is one already.</summary>
internal sealed record InstallRequest
{
    public required string Namespace { get; init; }

    public InstallScope Scope { get; init; } = InstallScope.Namespace;

    /// <summary>Null for the installed one, or <see cref="DefaultImage"/>.</summary>
    public string? Image { get; init; }

    public required string DefaultImage { get; init; }

    public string? PullPolicy { get; init; }

    public string? PullSecret { get; init; }

    /// <summary>Asks for an MCP server for a team; one that there is stays also unasked.</summary>
    public bool WithMcp { get; init; }

    /// <summary>More names for it; null for those that it has.</summary>
    public IReadOnlyList<string>? McpHosts { get; init; }

    /// <summary>Limits that are not said stay; 0 takes one away.</summary>
    public SandboxLimits Limits { get; init; } = SandboxLimits.None;

    /// <param name="there">The operator that is in the namespace; null when there is none.</param>
    /// <param name="mcp">The MCP server's Deployment that is in the namespace; null when there is none.</param>
    /// <param name="disruptionBudgetVersion">What the cluster serves.</param>
    public InstallSpec ToSpec(Installation? there, JsonObject? mcp, string disruptionBudgetVersion)
    {
        var before = there?.ToSpec(disruptionBudgetVersion);
        return new InstallSpec
        {
            Namespace = Namespace,
            Scope = Scope,
            Image = Image ?? before?.Image ?? DefaultImage,
            PullPolicy = PullPolicy ?? before?.PullPolicy ?? "IfNotPresent",
            PullSecret = PullSecret ?? before?.PullSecret,
            DisruptionBudgetVersion = disruptionBudgetVersion,
            HasMcp = WithMcp || mcp is not null,
            McpHosts = McpHosts ?? (mcp is null ? [] : McpManifests.HostsOf(mcp)),
            Limits = new SandboxLimits
            {
                SandboxesPerOwner = Newer(Limits.SandboxesPerOwner, before?.Limits.SandboxesPerOwner),
                ForksPerSandbox = Newer(Limits.ForksPerSandbox, before?.Limits.ForksPerSandbox),
                ReplicasPerFork = Newer(Limits.ReplicasPerFork, before?.Limits.ReplicasPerFork),
            },
        };
    }

    private static int? Newer(int? said, int? before) => said switch
    {
        null => before,
        0 => null,
        _ => said,
    };
}
