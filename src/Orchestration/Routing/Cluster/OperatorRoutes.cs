using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Routing.Cluster;

/// <summary>Brings keys and forks to the routers of a namespace and waits until every ready one has them.</summary>
internal sealed class OperatorRoutes(TableServer tables, NamespaceCaches caches, HopTokens tokens, TimeProvider time) : IRoutePublisher
{
    /// <summary>A router that is ready and does not answer is not waited for any longer: its sandboxes say that they are not confirmed.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private string? _newest;

    /// <summary>Whether every ready router has the newest table; null where there are no routers.</summary>
    public bool? IsConfirmed
    {
        get
        {
            var routers = ReadyRouters();
            var has = tables.Acknowledged(caches.Namespace);
            return routers.Count == 0 ? null : _newest is { } version && routers.All(router => TableVersion.Parse(has.GetValueOrDefault(router))?.Includes(TableVersion.Parse(version) ?? default) == true);
        }
    }

    public string Describe() => ReadyRouters() is { Count: > 0 } routers
        ? IsConfirmed == true ? $"All {routers.Count} ready routers have confirmed." : $"Not every one of the {routers.Count} ready routers has confirmed yet."
        : "No router is ready in the namespace; enrol a Service.";

    public async Task PublishAsync(RouteTable table, CancellationToken cancellationToken)
    {
        var version = tables.Publish(caches.Namespace, new WireTable { Complete = table.Complete, UnknownKeys = table.UnknownKeys, Keys = [.. table.Keys.Values.OrderBy(key => key.Key.Value, StringComparer.Ordinal).Select(Write)] });
        _newest = version;
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await tables.WhenAcknowledgedAsync(caches.Namespace, version, ReadyRouters, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The status tells; nobody's deploy waits for a router that hangs.
        }
    }

    /// <summary>Pods end by themselves: routers send nothing new to one that ends, and what is on its way has the pod's own grace.</summary>
    public Task DrainAsync(Uri upstream, TimeSpan limit, CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyCollection<string> ReadyRouters() => [.. caches.Pods.Items.Where(PodFacts.IsReadyRouter).Select(pod => pod.Name())];

    private WireKey Write(KeyRoute route) => new()
    {
        Key = route.Key.Value,
        Sandbox = route.Sandbox,
        State = route.State,
        EndReason = route.EndReason,
        HopsHash = tokens.HashOf(route.Sandbox),
        Forks = [.. route.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal).Select(Write)],
    };

    private WireFork Write(ForkRoute fork)
    {
        var deployment = caches.Forks(fork.Sandbox).FirstOrDefault(item => ForkLabels.Is(item, fork.Sandbox, fork.Service, fork.Revision));
        return new WireFork
        {
            Sandbox = fork.Sandbox,
            Service = fork.Service,
            Revision = fork.Revision,
            State = fork.State,
            Reason = fork.Reason,
            Ports = deployment is null ? new Dictionary<int, int>() : ForkLabels.PortsOf(deployment),
            Hosts = fork.State != ForkState.Ready ? [] : [.. caches.PodsOf(fork.Sandbox, fork.Service, fork.Revision)
                .Where(pod => PodFacts.IsReady(pod) && !PodFacts.IsEnding(pod))
                .Select(pod => pod.TextAt("status", "podIP")).OfType<string>().Order(StringComparer.Ordinal)],
        };
    }
}
