namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>Which installation goes, and how.</summary>
internal sealed record UninstallRequest
{
    /// <summary>The operator's namespace.</summary>
    public required string Namespace { get; init; }

    public RemovalMode Mode { get; init; } = RemovalMode.Careful;

    /// <summary>How long requests through the routers may take to end.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    public DefinitionsFate Definitions { get; init; } = DefinitionsFate.Auto;
}
