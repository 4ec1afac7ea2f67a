using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Asks for a run of a plan.</summary>
public sealed record RunPlanRequest
{
    /// <summary>Who asks; plans are looked for in this tree.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The sandbox.</summary>
    public required SandboxId Sandbox { get; init; }

    /// <summary>The name of a plan of the tree; null with <see cref="Inline"/>.</summary>
    public string? Plan { get; init; }

    /// <summary>A plan as YAML text.</summary>
    public string? Inline { get; init; }

    /// <summary>Values of the plan's parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>How long to wait for the verdict.</summary>
    public TimeSpan Wait { get; init; }
}
