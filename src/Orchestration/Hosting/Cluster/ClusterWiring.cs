using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Traffic;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Asking;
using AgentSandbox.Orchestration.Engines.Kubernetes.Runs;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Engines.Local.Runs;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Routing.Cluster;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.Snapshots;
using AgentSandbox.Orchestration.UseCases;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Puts the parts of the Kubernetes engine on a user's machine together.</summary>
internal sealed class ClusterWiring(LocalLayout layout, SecretValues secrets, TimeProvider time, ILoggerFactory loggers)
{
    public required GitClient Git { get; init; }

    public required LocalConfigurations Configurations { get; init; }

    public required IReadOnlyDictionary<string, string> OutsideEnvironment { get; init; }

    public required CallerPlace Place { get; init; }

    public ClusterParts Wire(IKubernetesApi api, LocalTrunk trunk)
    {
        var configuration = trunk.Configuration;
        var lease = new LeaseSpec(configuration.Lease.Idle, configuration.Lease.Max);
        var caches = new CallerCaches(api.Namespace, kind => Open(api, kind));
        var ended = new EndedKeyLedger(api, api.Namespace, time);
        var cluster = new KubernetesSandboxStore(api, caches.Sandboxes, ended, api.Namespace, lease, facts: null, time);
        var groups = new KubernetesRouteGroups(api, caches.Groups, api.Namespace, time);
        var sources = new LocalSources(new Snapshotter(Git, layout.Location, time), Git, Configurations, layout, () => trunk);
        var tailer = new OutputTailer(new OutputTailerOptions { RootDirectory = layout.Work, MaxFileBytes = configuration.Limits.LogBytesPerFile, MaxRotatedFiles = configuration.Limits.LogFiles }, time);
        var ports = new EntryPorts(api, caches);
        var entries = new ServiceEntries(ports, loggers.CreateLogger<ServiceEntries>());
        var baseline = new ClusterBaseline(caches, configuration, entries.AddressOf, api.Description, Place);
        var builder = new ImageBuilder(sources, Runner(trunk, tailer), new ServiceScopes(new BaselineAddresses(baseline), OutsideEnvironment), layout);
        var store = new BuildingStore(cluster, builder, time, loggers.CreateLogger<BuildingStore>());
        store.Removed = id => TreeRemoval.Delete(layout.Sandbox(id));
        var check = new ClusterCheck(api, api.Namespace, time);
        var engine = new CallerEngine(sources, layout, store, api, caches) { Check = check };
        var runKeys = new RunKeys();
        var routes = new ConfirmedRoutes(cluster, caches.Sandboxes, groups, runKeys, time);
        var hops = new ClusterHopSource(new HttpMessageInvoker(Through(ports)), new Uri("http://routers"), SandboxHopTokens.Of(cluster, groups, runKeys), time);
        var client = new ServiceClient(time);
        var runs = new ClusterRunStore(new FileRunStore(layout.Sandbox), api, cluster.Resource, time, loggers);
        var redactor = new Redactor(secrets);
        var har = new HarWriter(redactor);
        var routers = new RouterClient(api, time);
        var traffic = new ClusterTraffic(routers, caches, (sandbox, token) => SandboxHopTokens.Of(cluster, groups, runKeys)(sandbox.Key, token), har, time);
        return new ClusterParts
        {
            Configuration = configuration,
            Api = api,
            Caches = caches,
            Check = check,
            Ended = ended,
            Store = store,
            Routes = routes,
            Runs = runs,
            Routers = routers,
            Entries = entries,
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
                    Hops = hops,
                    Routes = routes,
                    Client = client,
                    Keys = runKeys,
                    Runs = runs,
                    Steps = StepRunners.ByKind(ProcessLaunchers.Create(time), layout.Mark, MinimalEnvironment.FromCurrent()),
                    Redactor = redactor,
                    Activity = new ActivityTracker(store, time),
                    Callers = new TreeCallerResolver(Git, layout.Location),
                    Time = time,
                },
                new Recordings(traffic, store, new RecordingFiles(layout.Recordings, har), time, loggers.CreateLogger<Recordings>())),
        };
    }

    private ObjectCache Open(IKubernetesApi api, ResourceKind kind)
    {
        var cache = new ObjectCache(api, kind, api.Namespace, ListOptions.All, time, loggers.CreateLogger<ObjectCache>());
        cache.Start();
        return cache;
    }

    private ServiceRunner Runner(LocalTrunk trunk, OutputTailer tailer) => new(
        ProcessLaunchers.Create(time),
        tailer,
        new BuildQueue(trunk.Configuration.Limits.MaxConcurrentBuilds),
        new PortAllocator(),
        new HealthCheck(),
        secrets,
        ImageBuildEnvironment.Of(MinimalEnvironment.FromCurrent(), OutsideEnvironment),
        time);

    private static SocketsHttpHandler Through(EntryPorts ports) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        ConnectCallback = async (_, cancellationToken) =>
        {
            var opened = await ports.OpenAsync(EntryPorts.Hops, cancellationToken);
            return opened.IsSuccess ? opened.Value : throw new HttpRequestException($"{opened.Failure.Code}: {opened.Failure.Message}");
        },
    };
}
