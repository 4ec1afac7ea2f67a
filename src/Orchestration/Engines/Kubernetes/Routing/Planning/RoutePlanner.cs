using System.Net;
using System.Net.Sockets;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Router;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>The pure step from what a router knows to what it does.</summary>
internal static class RoutePlanner
{
    public static RoutePlan Plan(long generation, RouteFacts facts)
    {
        var (listeners, conflicts) = Listeners(facts.Routes);
        var index = new PodIndex(facts);
        var keys = (facts.Table?.Keys ?? []).Select(key => KeyOf(key, index)).OfType<KeyRoute>().DistinctBy(key => key.Key).ToList();
        var table = new RouteTable(generation, facts.Table is { Complete: true }, facts.Routes.Select(route => BaselineOf(route, facts.Pods)), keys)
        {
            UnknownKeys = facts.Table?.UnknownKeys ?? UnknownKeyPolicy.Refuse,
        };
        return new RoutePlan(table, listeners, conflicts);
    }

    /// <summary>The forks that some pod belongs to.</summary>
    public static IEnumerable<ForkId> ForksOf(IEnumerable<RoutedPod> pods) => pods.Select(pod => pod.Fork).OfType<ForkId>();

    /// <summary>Each port once. The older Service has it, as a copy of a Service brings its annotations along; all routers decide alike.</summary>
    private static (IReadOnlyList<ServiceRoute>, IReadOnlyList<RouteConflict>) Listeners(IReadOnlyList<ServiceRoute> routes)
    {
        var (listeners, conflicts) = (new Dictionary<int, ServiceRoute>(), new List<RouteConflict>());
        foreach (var route in routes.OrderBy(route => route.Created ?? DateTimeOffset.MaxValue).ThenBy(route => route.Name, StringComparer.Ordinal))
        {
            if (!listeners.TryAdd(route.RouterPort, route))
            {
                conflicts.Add(new RouteConflict(route.Name, route.RouterPort, listeners[route.RouterPort].Name));
            }
        }

        return ([.. listeners.Values], conflicts);
    }

    /// <remarks>
    /// Forks and routers are never a baseline, whatever labels they have: the one would answer requests without its key, the
    /// other would ask itself.
    /// </remarks>
    private static BaselineRoute BaselineOf(ServiceRoute route, IReadOnlyList<RoutedPod> pods)
    {
        var selector = LabelSelector.OfMap(route.Selector);
        var selected = selector is null ? [] : pods.Where(pod => !pod.IsOfSandbox && !pod.IsRouter && selector.Matches(pod.Labels)).ToList();
        var addresses = selected
            .Where(pod => (pod.IsReady || route.IncludesUnready) && !pod.IsEnding)
            .OrderBy(pod => pod.Name, StringComparer.Ordinal)
            .Select(pod => AddressOf(route.Protocol, pod.Address, ContainerChoice.Resolve(pod.Item, route.Target)))
            .OfType<Uri>()
            .ToList();
        return new BaselineRoute
        {
            Service = route.Name,
            Protocol = route.Protocol,
            State = addresses.Count > 0 ? BaselineState.Ready : BaselineState.Unavailable,
            Addresses = addresses,
            Reason = addresses.Count > 0 ? null : MissingBaseline(route, selector is null, selected),
        };
    }

    private static string MissingBaseline(ServiceRoute route, bool isLost, List<RoutedPod> selected) => 0 switch
    {
        _ when isLost => $"the original selector of the Service '{route.Service}' is lost",
        _ when selected.Count == 0 => $"no pod has the labels that the Service '{route.Service}' selects",
        _ when selected.Any(pod => pod is { IsReady: true, IsEnding: false }) => $"no ready pod of the Service '{route.Service}' has the port '{route.Target}'",
        _ => $"none of the {selected.Count} pod(s) of the Service '{route.Service}' is ready",
    };

    private static KeyRoute? KeyOf(WireKey key, PodIndex index)
    {
        if (!RoutingKey.TryParse(key.Key, out var parsed, out _))
        {
            return null; // no request can carry it
        }

        return new KeyRoute
        {
            Key = parsed,
            Sandbox = key.Sandbox,
            State = key.State,
            EndReason = key.EndReason,
            Forks = key.State == KeyState.Ended ? KeyRoute.ForksByService([]) : ForksOf(key, index),
        };
    }

    private static Dictionary<string, ForkRoute> ForksOf(WireKey key, PodIndex index)
    {
        var forks = new Dictionary<string, ForkRoute>(StringComparer.Ordinal);
        foreach (var fork in key.Forks)
        {
            foreach (var route in index.Routes[fork.Service])
            {
                forks[route.Name] = ForkOf(route, fork, index);
            }
        }

        return forks;
    }

    /// <summary>A fork without an address is one that does not answer; it is never the baseline instead.</summary>
    private static ForkRoute ForkOf(ServiceRoute route, WireFork fork, PodIndex index)
    {
        var (addresses, problem) = AddressesOf(route, fork, index);
        return new ForkRoute
        {
            Sandbox = fork.Sandbox,
            Service = route.Name,
            Revision = fork.Revision,
            State = problem is null ? ForkState.Ready : ForkState.Unavailable,
            Addresses = problem is null ? addresses : [],
            Reason = problem,
        };
    }

    private static (IReadOnlyList<Uri> Addresses, string? Problem) AddressesOf(ServiceRoute route, WireFork fork, PodIndex index)
    {
        if (fork.State != ForkState.Ready)
        {
            return ([], fork.Reason ?? "it is not ready");
        }

        if (!fork.Ports.TryGetValue(route.Port, out var port))
        {
            return ([], $"it has no port behind port {route.Port} of the Service");
        }

        var id = new ForkId(fork.Sandbox, fork.Service, fork.Revision);
        var own = index.Forks[id].ToList();
        var hosts = own.Where(pod => pod is { IsReady: true, IsEnding: false }).OrderBy(pod => pod.Name, StringComparer.Ordinal).Select(pod => pod.Address);
        if (own.Count == 0 && !index.SeenForks.Contains(id))
        {
            // The operator is ahead of this router's view. An address that another pod has by now is not the fork's.
            hosts = fork.Hosts.Where(host => !index.Addresses.Contains(host));
        }

        IReadOnlyList<Uri> addresses = [.. hosts.Select(host => AddressOf(route.Protocol, host, port)).OfType<Uri>()];
        return addresses.Count > 0 ? (addresses, null) : ([], own.Count == 0 ? "it has no pods" : $"none of its {own.Count} pod(s) is ready");
    }

    private static Uri? AddressOf(ServiceProtocol protocol, string? host, int? port)
    {
        if (port is not (> 0 and <= ushort.MaxValue) || !IPAddress.TryParse(host, out var address))
        {
            return null;
        }

        var scheme = protocol == ServiceProtocol.Tcp ? "tcp" : Uri.UriSchemeHttp;
        return new Uri(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"{scheme}://[{address}]:{port}" : $"{scheme}://{address}:{port}");
    }

    /// <summary>A thousand forks must not each look at all pods.</summary>
    private sealed class PodIndex(RouteFacts facts)
    {
        public IReadOnlySet<ForkId> SeenForks => facts.SeenForks;

        public ILookup<ForkId, RoutedPod> Forks { get; } = facts.Pods.Where(pod => pod.Fork is not null).ToLookup(pod => pod.Fork ?? default);

        public HashSet<string> Addresses { get; } = facts.Pods.Select(pod => pod.Address).OfType<string>().ToHashSet(StringComparer.Ordinal);

        /// <summary>The routes by Service on which keys can be seen.</summary>
        public ILookup<string, ServiceRoute> Routes { get; } = facts.Routes.Where(route => route.Protocol != ServiceProtocol.Tcp).ToLookup(route => route.Service, StringComparer.Ordinal);
    }
}
