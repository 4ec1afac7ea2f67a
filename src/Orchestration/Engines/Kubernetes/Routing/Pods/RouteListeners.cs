using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;
using AgentSandbox.Router;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>Makes a router listen where its plan says, and lets what is no longer wanted serve until nobody uses it.</summary>
/// <remarks>Called by one loop; only what the ends of retirements touch is shared.</remarks>
internal sealed partial class RouteListeners(SandboxRouter router, RouterPodOptions options, Action changed, ILogger logger) : IAsyncDisposable
{
    private readonly Dictionary<string, ServiceRoute> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServiceRoute> _retired = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _retirements = [];
    private readonly HashSet<RouteConflict> _reported = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private bool _isEnding;

    /// <summary>The routes whose listeners serve, wanted or not: what comes to them needs a route.</summary>
    public IReadOnlyList<ServiceRoute> Serving
    {
        get
        {
            lock (_lock)
            {
                return [.. _open.Values, .. _retired.Values.Where(route => !_open.ContainsKey(route.Name))];
            }
        }
    }

    /// <summary>Opens, changes and retires. Returns the routes that could not get their port.</summary>
    public async Task<IReadOnlyList<RouteConflict>> ApplyAsync(RoutePlan plan, IReadOnlySet<string> wanted, CancellationToken cancellationToken)
    {
        var listeners = plan.Listeners.Where(route => wanted.Contains(route.Name)).ToDictionary(route => route.Name, StringComparer.Ordinal);

        // First what goes: its port may be another route's from now on.
        foreach (var open in _open.Values.Where(open => !listeners.TryGetValue(open.Name, out var next) || next.RouterPort != open.RouterPort).ToList())
        {
            Retire(open, isNamed: !listeners.ContainsKey(open.Name));
        }

        var conflicts = plan.Conflicts.ToList();
        foreach (var route in listeners.Values)
        {
            if (await OpenAsync(route, cancellationToken) is { } conflict)
            {
                conflicts.Add(conflict);
            }
        }

        Report(conflicts);
        return conflicts;
    }

    /// <summary>From now on every answer ends its connection: the pod is going.</summary>
    public void EndConnections()
    {
        lock (_lock)
        {
            _isEnding = true;
            foreach (var listener in router.Listeners)
            {
                router.SetConnectionMode(listener.Service, ConnectionMode.EndedAfterAnswer);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] open;
        lock (_lock)
        {
            open = [.. _retirements];
        }

        await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<RouteConflict?> OpenAsync(ServiceRoute route, CancellationToken cancellationToken)
    {
        try
        {
            if (!_open.TryGetValue(route.Name, out var open) || open.RouterPort != route.RouterPort || open.Protocol != route.Protocol)
            {
                await router.EnsureListenerAsync(route.Name, route.Protocol, route.RouterPort, cancellationToken);
            }

            _open[route.Name] = route;
            lock (_lock)
            {
                _retired.Remove(route.Name);
                router.SetConnectionMode(route.Name, route.IsLeaving || _isEnding ? ConnectionMode.EndedAfterAnswer : ConnectionMode.Kept);
            }

            return null;
        }
        catch (PortInUseException)
        {
            return new RouteConflict(route.Name, route.RouterPort, "another program");
        }
    }

    private void Retire(ServiceRoute route, bool isNamed)
    {
        _open.Remove(route.Name);
        LogRetired(route.Name, route.RouterPort);
        lock (_lock)
        {
            if (isNamed)
            {
                _retired[route.Name] = route;
            }

            var retirement = RetireAsync(route);
            _retirements.Add(retirement);
            _ = retirement.ContinueWith(Forget, TaskScheduler.Default);
        }
    }

    private async Task RetireAsync(ServiceRoute route)
    {
        await router.RetireListenerAsync(route.Name, options.RetireQuiet, options.RetireLimit, _stopping.Token);
        lock (_lock)
        {
            if (_retired.TryGetValue(route.Name, out var retired) && retired == route)
            {
                _retired.Remove(route.Name);
            }
        }

        changed();
    }

    private void Forget(Task retirement)
    {
        lock (_lock)
        {
            _retirements.Remove(retirement);
        }
    }

    /// <summary>Each conflict once, until it has gone.</summary>
    private void Report(List<RouteConflict> conflicts)
    {
        foreach (var conflict in conflicts.Where(_reported.Add))
        {
            LogConflict(conflict.Route, conflict.Port, conflict.Holder);
        }

        _reported.RemoveWhere(conflict => !conflicts.Contains(conflict));
    }

    [LoggerMessage(EventId = RoutingEvents.ServiceRetired, Level = LogLevel.Information, Message = "{Route} is no longer enrolled with port {Port}; the port serves until nothing comes to it.")]
    private partial void LogRetired(string route, int port);

    [LoggerMessage(EventId = RoutingEvents.PortConflict, Level = LogLevel.Error, Message = "{Route} gets no requests here: its router port {Port} belongs to {Holder}. Enrol one of the two again.")]
    private partial void LogConflict(string route, int port, string holder);
}
