using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>What an engine brings: in this alone they differ. What is made of it is the same for all, see <see cref="SandboxUseCases"/>.</summary>
internal sealed record EngineParts
{
    public required SandboxConfiguration Configuration { get; init; }

    public required ISandboxStore Store { get; init; }

    public required IRouteGroupStore Groups { get; init; }

    public required IBaseline Baseline { get; init; }

    public required ISandboxEngine Engine { get; init; }

    public required IHopSource Hops { get; init; }

    public required IRouteSync Routes { get; init; }

    public required IServiceClient Client { get; init; }

    /// <summary>Keys of plan runs and probes.</summary>
    public required RunKeys Keys { get; init; }

    public required IRunStore Runs { get; init; }

    /// <summary>What runs the steps of plans, by kind.</summary>
    public required IReadOnlyDictionary<string, IStepRunner> Steps { get; init; }

    public required Redactor Redactor { get; init; }

    public required ActivityTracker Activity { get; init; }

    public required ICallerResolver Callers { get; init; }

    public required TimeProvider Time { get; init; }
}
