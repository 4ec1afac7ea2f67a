using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases.Grouping;

/// <summary>Asks for a route group.</summary>
public sealed record SetRouteGroupRequest
{
    /// <summary>Who asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Its name and key.</summary>
    public required SandboxId Name { get; init; }

    /// <summary>The sandboxes; empty to remove the group, null to be shown it.</summary>
    public IReadOnlyList<SandboxId>? Sandboxes { get; init; }

    /// <summary>Take it over from another owner.</summary>
    public bool TakeOver { get; init; }
}
