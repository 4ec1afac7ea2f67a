using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Inside;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Asking;
using AgentSandbox.Orchestration.Engines.Kubernetes.Runs;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Plans;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Routing.Cluster;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.UseCases;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting.Cluster.Team;

/// <summary>Puts the parts together that one caller of a shared server has: their own rights and caches, no tree, no programs.</summary>
internal sealed class TeamWiring(SandboxConfiguration configuration, SecretValues secrets, TimeProvider time, ILoggerFactory loggers)
{
    /// <param name="api">The cluster, as the caller.</param>
    /// <param name="user">Their name.</param>
    /// <param name="folder">Where their runs are written; nobody else's.</param>
    public TeamParts Wire(IKubernetesApi api, string user, string folder)
    {
        var lease = new LeaseSpec(configuration.Lease.Idle, configuration.Lease.Max);
        var caches = new CallerCaches(api.Namespace, kind => Open(api, kind));
        var ended = new EndedKeyLedger(api, api.Namespace, time);
        var store = new KubernetesSandboxStore(api, caches.Sandboxes, ended, api.Namespace, lease, facts: null, time);
        var groups = new KubernetesRouteGroups(api, caches.Groups, api.Namespace, time);
        var addresses = new DirectAddresses(caches);
        var baseline = new ClusterBaseline(caches, configuration, addresses.AddressOf, api.Description, CallerPlace.Inside);
        var check = new ClusterCheck(api, api.Namespace, time);
        var engine = new TreelessEngine(store, api, caches) { Check = check };
        var runKeys = new RunKeys();
        var routes = new ConfirmedRoutes(store, caches.Sandboxes, groups, runKeys, time);
        var http = new HttpMessageInvoker(addresses.Routers());
        var hops = new ClusterHopSource(http, new Uri("http://routers"), SandboxHopTokens.Of(store, groups, runKeys), time);
        var client = new ServiceClient(time);
        var runs = new ClusterRunStore(new FileRunStore(sandbox => Path.Join(folder, sandbox.Value)), api, store.Resource, time, loggers);
        var redactor = new Redactor(secrets);
        return new TeamParts
        {
            Caches = caches,
            Ended = ended,
            Check = check,
            Runs = runs,
            Routes = routes,
            Client = client,
            Hops = http,
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
                    Steps = StepRunners.Of([.. StepRunners.WithoutTree(), new StepOfATree(StepKinds.Run), new StepOfATree(StepKinds.Replay)]),
                    Redactor = redactor,
                    Activity = new ActivityTracker(store, time),
                    Callers = new TeamCallers(user),
                    Time = time,
                },
                new Recordings(new NoTraffic(), store, new RecordingFiles(_ => Path.Join(folder, "recordings"), new HarWriter(redactor)), time, loggers.CreateLogger<Recordings>())),
        };
    }

    private ObjectCache Open(IKubernetesApi api, ResourceKind kind)
    {
        var cache = new ObjectCache(api, kind, api.Namespace, ListOptions.All, time, loggers.CreateLogger<ObjectCache>()) { Transform = WithoutWeight };
        cache.Start();
        return cache;
    }

    /// <summary>Each caller has caches of their own, so what nothing here reads is not kept.</summary>
    private static JsonObject WithoutWeight(JsonObject item)
    {
        item.ObjectAt("metadata")?.Remove("managedFields");
        item.ObjectAt("metadata", "annotations")?.Remove(KnownNames.LastAppliedAnnotation);
        return item;
    }
}
