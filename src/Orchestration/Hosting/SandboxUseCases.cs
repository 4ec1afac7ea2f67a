using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases.Verification;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>The use cases over the parts of one engine, whichever it is.</summary>
internal sealed class SandboxUseCases(EngineParts parts, Recordings recordings)
{
    private readonly PlanSource _plans = new(parts.Baseline, parts.Configuration.Plans);
    private readonly PropagationProbes _probes = new(parts.Keys, parts.Routes, parts.Hops, parts.Client, parts.Time);

    public ISandboxEngine Engine => parts.Engine;

    public IBaseline Baseline => parts.Baseline;

    public ICallerResolver Callers => parts.Callers;

    public Recordings Recordings => recordings;

    public PlanRuns PlanRuns { get; } = new(new PlanEnvironment
    {
        Store = parts.Store,
        Engine = parts.Engine,
        Baseline = parts.Baseline,
        Hops = parts.Hops,
        Requests = new ProvenRequests(parts.Hops, parts.Client),
        Keys = parts.Keys,
        Routes = parts.Routes,
        Runs = parts.Runs,
        Redactor = parts.Redactor,
        Steps = parts.Steps,
        Time = parts.Time,
        MaxBaselineRate = parts.Configuration.Limits.BaselineRate,
    });

    public ListServices ListServices => new(parts.Baseline, parts.Store) { Recordings = recordings };

    public CreateSandbox CreateSandbox => new(parts.Store, parts.Groups, parts.Engine, Defaults, parts.Routes, Views, parts.Time);

    public DeployFork DeployFork => new(parts.Store, parts.Engine, Views, parts.Time);

    public GetSandbox GetSandbox => new(parts.Store, Views, parts.Time);

    public ListSandboxes ListSandboxes => new(parts.Store);

    public SendRoutedRequest SendRoutedRequest => new(parts.Store, parts.Groups, parts.Engine, parts.Baseline, parts.Hops, parts.Client, parts.Redactor, parts.Time);

    public RunPlan RunPlan => new(parts.Store, _plans, PlanRuns, parts.Activity, parts.Time);

    public GetPlanRun GetPlanRun => new(parts.Store, PlanRuns, parts.Time);

    public ListPlans ListPlans => new(_plans);

    public RecordTraffic RecordTraffic => new(parts.Store, parts.Baseline, recordings);

    public CheckPropagation CheckPropagation => new(parts.Store, parts.Baseline, _probes, parts.Time);

    public ReadLogs ReadLogs => new(parts.Store, parts.Engine, parts.Baseline);

    public SetRouteGroup SetRouteGroup => new(parts.Store, parts.Groups, parts.Engine, parts.Routes);

    public DeleteSandbox DeleteSandbox => new(parts.Store, parts.Time);

    private SandboxDefaults Defaults => new(new LeaseSpec(parts.Configuration.Lease.Idle, parts.Configuration.Lease.Max));

    private SandboxViews Views => new(parts.Engine) { Recordings = recordings };
}
