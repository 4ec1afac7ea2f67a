using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>What runs of plans work with.</summary>
internal sealed record PlanEnvironment
{
    public required ISandboxStore Store { get; init; }

    public required ISandboxEngine Engine { get; init; }

    public required IBaseline Baseline { get; init; }

    public required IHopSource Hops { get; init; }

    public required ProvenRequests Requests { get; init; }

    public required RunKeys Keys { get; init; }

    public required IRouteSync Routes { get; init; }

    public required IRunStore Runs { get; init; }

    public required Redactor Redactor { get; init; }

    public required IReadOnlyDictionary<string, IStepRunner> Steps { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Held by the load step that runs: two at once would measure each other, and give the baseline twice what it may get.</summary>
    public SemaphoreSlim LoadTurn { get; } = new(1, 1);

    /// <summary>Requests per second that a load step may send to the baseline.</summary>
    public required double MaxBaselineRate { get; init; }
}
