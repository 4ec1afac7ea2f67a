using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases.Verification;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>The use cases over the parts of one engine, whichever it is.</summary>
internal sealed record SandboxUseCases
{
    public required ISandboxStore Store { get; init; }

    public required IRouteGroupStore Groups { get; init; }

    public required IBaseline Baseline { get; init; }

    public required ISandboxEngine Engine { get; init; }

    public required IHopSource Hops { get; init; }

    public required IRouteSync Routes { get; init; }

    public required IServiceClient Client { get; init; }

    public required SandboxDefaults Defaults { get; init; }

    public required ICallerResolver Callers { get; init; }

    public required PlanRuns PlanRuns { get; init; }

    public required PlanSource Plans { get; init; }

    public required Recordings Recordings { get; init; }

    public required PropagationProbes Probes { get; init; }

    public required ActivityTracker Activity { get; init; }

    public required TimeProvider Time { get; init; }

    public ListServices ListServices => new(Baseline, Store) { Recordings = Recordings };

    public CreateSandbox CreateSandbox => new(Store, Groups, Engine, Defaults, Routes, Views, Time);

    public DeployFork DeployFork => new(Store, Engine, Views, Time);

    public GetSandbox GetSandbox => new(Store, Views, Time);

    public ListSandboxes ListSandboxes => new(Store);

    public SendRoutedRequest SendRoutedRequest => new(Store, Groups, Engine, Baseline, Hops, Client, PlanRuns.Redactor, Time);

    public RunPlan RunPlan => new(Store, Plans, PlanRuns, Activity, Time);

    public GetPlanRun GetPlanRun => new(Store, PlanRuns, Time);

    public ListPlans ListPlans => new(Plans);

    public RecordTraffic RecordTraffic => new(Store, Baseline, Recordings);

    public CheckPropagation CheckPropagation => new(Store, Baseline, Probes, Time);

    public ReadLogs ReadLogs => new(Store, Engine, Baseline);

    public SetRouteGroup SetRouteGroup => new(Store, Groups, Engine, Routes);

    public DeleteSandbox DeleteSandbox => new(Store, Time);

    private SandboxViews Views => new(Engine) { Recordings = Recordings };
}
