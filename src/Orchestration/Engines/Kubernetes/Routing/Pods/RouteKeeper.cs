using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Waiting;
using AgentSandbox.Router;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>Keeps a router's routes in agreement with the operator's table and with the Services and Pods of its namespace.</summary>
/// <remarks>
/// One loop makes a whole plan from all that is known and swaps it in; a burst of changes makes one plan. What is known
/// stays known while the API or the operator is away.
/// </remarks>
internal sealed partial class RouteKeeper : IAsyncDisposable
{
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_incomplete = TimeSpan.FromMilliseconds(500);

    private readonly SandboxRouter _router;
    private readonly IObjectCache _services;
    private readonly IObjectCache _pods;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<(WireTable Table, TaskCompletionSource Applied)> _waiting = [];
    private readonly ChangeSignal _changed = new();
    private Dictionary<JsonObject, RoutedPod> _read = [];
    private HashSet<ForkId> _seen = [];
    private WireTable? _table;
    private RouteView? _view;
    private Task _running = Task.CompletedTask;
    private long _generation;

    public RouteKeeper(SandboxRouter router, IObjectCache services, IObjectCache pods, RouterPodOptions options, TimeProvider time, ILogger<RouteKeeper> logger)
    {
        _router = router;
        _services = services;
        _pods = pods;
        _time = time;
        _logger = logger;
        Listeners = new RouteListeners(router, options, _changed.Pulse, logger);
    }

    /// <summary>Called with all pods before each plan is made.</summary>
    public Action<IReadOnlyList<RoutedPod>>? PodsSeen { get; set; }

    public RouteListeners Listeners { get; }

    /// <summary>What is in force; null until Services and Pods were seen whole.</summary>
    public RouteView? View => Volatile.Read(ref _view);

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Takes a table; ends when requests are decided by it, which needs Services and Pods to be known.</summary>
    public Task TakeTableAsync(WireTable table, CancellationToken cancellationToken)
    {
        var applied = New();
        lock (_lock)
        {
            _table = table;
            _waiting.Add((table, applied));
        }

        _changed.Pulse();
        return applied.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Listeners.DisposeAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            // Asked before anything is read, so that no change falls in between.
            Task[] changes = [_services.WhenChanged(), _pods.WhenChanged(), _changed.Next];
            var pause = s_incomplete;
            if (_services.IsComplete && _pods.IsComplete)
            {
                pause = await TryApplyAsync() ? Timeout.InfiniteTimeSpan : s_again;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            await Task.WhenAny([.. changes, Task.Delay(pause, _time, limit.Token)]);
            await limit.CancelAsync();
            await Task.Delay(s_together, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>False when something is to be tried again without a change.</summary>
    private async Task<bool> TryApplyAsync()
    {
        try
        {
            await ApplyAsync();
            return View is { Conflicts.Count: 0 };
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return false;
        }
    }

    private async Task ApplyAsync()
    {
        WireTable? table;
        List<(WireTable Table, TaskCompletionSource Applied)> waiting;
        lock (_lock)
        {
            table = _table;
            waiting = [.. _waiting];
        }

        var pods = ReadPods();
        PodsSeen?.Invoke(pods);
        var routes = _services.Items.OrderBy(service => service.Name(), StringComparer.Ordinal).SelectMany(ServiceRoutes.Of).DistinctBy(route => route.Name).ToList();
        var wanted = routes.Select(route => route.Name).ToHashSet(StringComparer.Ordinal);
        var plan = RoutePlanner.Plan(++_generation, new RouteFacts
        {
            Table = table,
            Routes = [.. routes, .. Listeners.Serving.Where(route => !wanted.Contains(route.Name))],
            Pods = pods,
            SeenForks = Remember(pods, table),
        });
        await _router.PublishAsync(plan.Table, _stopping.Token);
        var conflicts = await Listeners.ApplyAsync(plan, wanted, _stopping.Token);
        var isFirst = View is null;
        Volatile.Write(ref _view, new RouteView(table, plan, conflicts, HashesOf(table)));
        LogApplied(plan.Table.Generation, wanted.Count, pods.Count, table?.Version ?? "none");
        if (isFirst)
        {
            LogFirst(wanted.Count);
        }

        Finish(waiting);
    }

    private void Finish(List<(WireTable Table, TaskCompletionSource Applied)> applied)
    {
        lock (_lock)
        {
            _waiting.RemoveAll(applied.Contains);
        }

        applied.ForEach(entry => entry.Applied.TrySetResult());
    }

    /// <summary>Pods change rarely and plans are made often, so each object is read once.</summary>
    private List<RoutedPod> ReadPods()
    {
        var read = new Dictionary<JsonObject, RoutedPod>(ReferenceEqualityComparer.Instance);
        foreach (var pod in _pods.Items)
        {
            read[pod] = _read.TryGetValue(pod, out var before) ? before : RoutedPod.Of(pod);
        }

        _read = read;
        return [.. read.Values];
    }

    /// <summary>A fork of which a pod was seen is known by its pods alone from then on, for as long as a table names it.</summary>
    private HashSet<ForkId> Remember(IReadOnlyList<RoutedPod> pods, WireTable? table)
    {
        _seen = [.. _seen, .. RoutePlanner.ForksOf(pods)];
        if (table is not null)
        {
            var named = table.Keys.SelectMany(key => key.Forks).Select(fork => new ForkId(fork.Sandbox, fork.Service, fork.Revision)).ToHashSet();
            var present = RoutePlanner.ForksOf(pods).ToHashSet();
            _seen.RemoveWhere(fork => !named.Contains(fork) && !present.Contains(fork));
        }

        return _seen;
    }

    private static Dictionary<string, string?> HashesOf(WireTable? table)
    {
        var hashes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var key in table?.Keys ?? [])
        {
            hashes[key.Key] = key.HopsHash;
        }

        return hashes;
    }

    [LoggerMessage(EventId = RoutingEvents.RoutesApplied, Level = LogLevel.Debug, Message = "Routes {Generation} are in force: {Routes} routes and {Pods} pods, table {Version}.")]
    private partial void LogApplied(long generation, int routes, int pods, string version);

    [LoggerMessage(EventId = RoutingEvents.RouterReady, Level = LogLevel.Information, Message = "Services and Pods are known; {Routes} routes are served.")]
    private partial void LogFirst(int routes);

    [LoggerMessage(EventId = RoutingEvents.ApplyFailed, Level = LogLevel.Error, Message = "New routes could not be put into force and are tried again; the present ones stay.")]
    private partial void LogFailed(Exception exception);
}
