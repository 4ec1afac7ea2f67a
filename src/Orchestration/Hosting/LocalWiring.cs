using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Engines.Local.Runs;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Routing.Local;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.Snapshots;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Router;
using AgentSandbox.Router.Carriers;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>Puts the parts of the local engine together, for one trunk.</summary>
internal sealed partial class LocalWiring(LocalLayout layout, Journal journal, ProcessTable processes, SecretValues secrets, TimeProvider time, ILoggerFactory loggers)
{
    public required GitClient Git { get; init; }

    public required LocalConfigurations Configurations { get; init; }

    public required ISnapshotter Snapshots { get; init; }

    public required LocalTrunks Trunks { get; init; }

    public required IReadOnlyDictionary<string, string> BaseEnvironment { get; init; }

    public required IReadOnlyDictionary<string, string> OutsideEnvironment { get; init; }

    public LocalParts Wire(LocalTrunk trunk)
    {
        var configuration = trunk.Configuration;
        var store = new JournalSandboxStore(journal, time);
        foreach (var key in store.Unreadable)
        {
            LogUnreadable(loggers.CreateLogger<JournalSandboxStore>(), key);
        }

        var groups = new JournalRouteGroups(journal, store);
        var activity = new ActivityTracker(store, time);
        var runKeys = new RunKeys();
        var router = new LocalRouter(RouterOptionsOf(configuration), journal, Touch, time, loggers);
        var tailer = new OutputTailer(TailerOptionsOf(configuration), time);
        var runner = Runner(configuration, tailer);
        var scopes = new ServiceScopes(router, OutsideEnvironment);
        var baseline = new LocalBaseline(trunk, Trunks, layout, runner, scopes, router, time);
        router.Baseline = baseline;
        var sources = new LocalSources(Snapshots, Git, Configurations, layout, () => baseline.Trunk);
        var forks = new LocalForks(sources, baseline, router, layout, runner, scopes, processes);
        var engine = new LocalEngine(sources, forks, layout, new LogReader(), processes);
        var routes = new RouteSync(store, baseline, router, runKeys, groups.List, UnknownKeysOf(configuration), time);
        var client = new ServiceClient(time);
        var redactor = new Redactor(secrets);
        var har = new HarWriter(redactor);
        var recordings = new Recordings(new LocalTraffic(router, har), store, new RecordingFiles(layout.Recordings, har), time, loggers.CreateLogger<Recordings>());
        return new LocalParts
        {
            Store = store,
            Baseline = baseline,
            Forks = forks,
            Engine = engine,
            Router = router,
            Reconciler = new Reconciler(store, engine, baseline, routes, router, new ReconcilerOptions(), time, loggers.CreateLogger<Reconciler>()),
            Leases = new LeaseKeeper(store, activity, time),
            Tailer = tailer,
            Client = client,
            UseCases = new SandboxUseCases(
                new EngineParts
                {
                    Configuration = configuration,
                    Store = store,
                    Groups = groups,
                    Baseline = baseline,
                    Engine = engine,
                    Hops = router,
                    Routes = routes,
                    Client = client,
                    Keys = runKeys,
                    Runs = new FileRunStore(layout.Sandbox),
                    Steps = StepRunners.ByKind(ProcessLaunchers.Create(time), layout.Mark, BaseEnvironment),
                    Redactor = redactor,
                    Activity = activity,
                    Callers = new TreeCallerResolver(Git, layout.Location),
                    Time = time,
                },
                recordings),
        };

        void Touch(ForkReached reached)
        {
            if (!runKeys.IsProbe(reached.Key))
            {
                // A group needs all of its sandboxes, so its requests keep all of them.
                foreach (var sandbox in groups.Find(new SandboxId(reached.Key.Value))?.Sandboxes ?? [new SandboxId(reached.Sandbox)])
                {
                    activity.Touch(sandbox);
                }
            }
        }
    }

    private static RouterOptions RouterOptionsOf(SandboxConfiguration configuration)
    {
        var options = new RouterOptions();
        foreach (var carrier in configuration.Routing.Carriers)
        {
            var kind = carrier.Kind == Configuration.CarrierKind.Header ? Router.Carriers.CarrierKind.Header : Router.Carriers.CarrierKind.BaggageMember;
            options.ForeignCarriers.Add(Carrier.Foreign(kind, carrier.Name));
        }

        return options;
    }

    private static Router.Routes.UnknownKeyPolicy UnknownKeysOf(SandboxConfiguration configuration) =>
        configuration.Routing.UnknownKey == Configuration.UnknownKeyPolicy.Refuse
            ? Router.Routes.UnknownKeyPolicy.Refuse
            : Router.Routes.UnknownKeyPolicy.Baseline;

    private OutputTailerOptions TailerOptionsOf(SandboxConfiguration configuration) => new()
    {
        RootDirectory = layout.Work,
        MaxFileBytes = configuration.Limits.LogBytesPerFile,
        MaxRotatedFiles = configuration.Limits.LogFiles,
    };

    private ServiceRunner Runner(SandboxConfiguration configuration, OutputTailer tailer) => new(
        ProcessLaunchers.Create(time),
        tailer,
        new BuildQueue(configuration.Limits.MaxConcurrentBuilds),
        new PortAllocator(),
        new HealthCheck(),
        secrets,
        BaseEnvironment,
        time);

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "The journal's entry {Key} cannot be understood, as if another version had written it, and was left out.")]
    private static partial void LogUnreadable(ILogger logger, string key);
}
