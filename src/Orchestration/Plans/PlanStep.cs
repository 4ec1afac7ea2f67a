using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans;

/// <summary>What all steps have. Each kind of step has a folder with its record, its reader and its runner.</summary>
public abstract record PlanStep
{
    /// <summary>Its name in the plan; a DNS label, unique.</summary>
    public required string Id { get; init; }

    /// <summary>One of the kinds of <see cref="StepKinds"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>What it checks, in a few words.</summary>
    public string? Title { get; init; }

    /// <summary>Steps that end before it begins: those it names, and those whose values it uses.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The step is skipped unless this resolves to a text other than empty, <c>false</c> and <c>0</c>.</summary>
    public PlanTemplate? When { get; init; }

    /// <summary>How often a failed step is tried again to tell flaky from broken; null for once, where trying again changes nothing that is shared.</summary>
    public int? Retries { get; init; }

    /// <summary>The limit of one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Values that later steps use.</summary>
    public IReadOnlyList<Capture> Captures { get; init; } = [];

    /// <summary>Where it begins in the file.</summary>
    public int Line { get; init; }
}
