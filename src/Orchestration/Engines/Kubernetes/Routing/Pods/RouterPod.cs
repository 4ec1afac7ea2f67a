using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Router;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>A whole router pod: the data plane, its table, its view of the namespace, hops for peers, pages for the kubelet.</summary>
/// <remarks>The caches belong to the caller. Disposing closes what listens, after requests in flight have ended or a limit has passed.</remarks>
internal sealed partial class RouterPod : IAsyncDisposable
{
    private readonly RouterPodOptions _options;
    private readonly IObjectCache _services;
    private readonly IObjectCache _pods;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _started;
    private readonly ForkAnswerCounts _counts = new();
    private readonly HopPeers _peers;
    private readonly TableClient _tables;
    private readonly RouterDrain _drain;
    private HopServer? _hops;
    private SmallServer? _admin;
    private int _toldLate;
    private int _disposed;

    private RouterPod(RouterPodOptions options, IObjectCache services, IObjectCache pods, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _services = services;
        _pods = pods;
        _time = time;
        _logger = loggers.CreateLogger<RouterPod>();
        _started = time.GetTimestamp();
        Router = new SandboxRouter(RouterOptionsOf(options), new NothingToStart(), time, loggers);
        Keeper = new RouteKeeper(Router, services, pods, options, time, loggers.CreateLogger<RouteKeeper>());
        _peers = new HopPeers(options.Tables.Pod, time);
        _tables = new TableClient(options.Tables, TakeTableAsync, time, loggers.CreateLogger<TableClient>());
        _drain = new RouterDrain(Router, Keeper.Listeners, IsEnding, options, time, _logger);
        Keeper.PodsSeen = _peers.Update;
        Router.ForkReached += OnForkReached;
    }

    /// <summary>The data plane.</summary>
    public SandboxRouter Router { get; }

    public RouteKeeper Keeper { get; }

    /// <summary>Where the kubelet asks.</summary>
    public IPEndPoint AdminEndpoint => _admin?.Endpoint ?? throw new InvalidOperationException("The router is not started.");

    /// <summary>Requests whose hops are kept here.</summary>
    public int Watches => _hops?.Watches ?? 0;

    /// <summary>Where peers and provers ask.</summary>
    public IPEndPoint HopsEndpoint => _hops?.Endpoint ?? throw new InvalidOperationException("The router is not started.");

    /// <summary>Starts everything. Requests of a Service are served as soon as Services and Pods are known.</summary>
    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task<RouterPod> StartAsync(
        RouterPodOptions options, IObjectCache services, IObjectCache pods, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var pod = new RouterPod(options, services, pods, time, loggers);
        try
        {
            await pod.StartAsync(loggers, cancellationToken);
            return pod;
        }
        catch
        {
            await pod.DisposeAsync();
            throw;
        }
    }

    /// <summary>Why it must not get new connections now; null when it may.</summary>
    public string? Unready()
    {
        if (_drain.HasBegun)
        {
            return "it drains";
        }

        if (Keeper.View is not { } view)
        {
            return $"Services (known: {_services.IsComplete}) and Pods (known: {_pods.IsComplete}) of the namespace are not in force yet";
        }

        if (view.Table is not null)
        {
            return null;
        }

        if (_time.GetElapsedTime(_started) < _options.OperatorLimit)
        {
            return "the operator has not given a table yet";
        }

        // The baseline is more than the sandboxes: requests with a key get 503 until there is a table.
        if (Interlocked.Exchange(ref _toldLate, 1) == 0)
        {
            LogReadyWithoutTable(_options.OperatorLimit.TotalSeconds);
        }

        return null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (!_drain.HasBegun && Keeper.View is not null)
        {
            // Ended without the kubelet's call, as by an eviction: clients still come for a moment.
            await _drain.RunAsync(_options.ShutdownLimit, CancellationToken.None);
        }

        await _tables.DisposeAsync();
        await Keeper.DisposeAsync();
        await Router.DisposeAsync();
        if (_hops is not null)
        {
            await _hops.DisposeAsync();
        }

        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }
    }

    private static RouterOptions RouterOptionsOf(RouterPodOptions options) => new()
    {
        ListenAddress = options.ListenAddress,
        ShutdownTimeout = options.ShutdownLimit,
    };

    private async Task StartAsync(ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var hops = new HopServerOptions
        {
            Endpoint = new IPEndPoint(_options.ListenAddress, _options.HopsPort),
            Pod = _options.Tables.Pod,
            PeerPort = _options.HopsPort,
            HashOf = key => Keeper.View?.HashByKey.GetValueOrDefault(key),
        };

        // No secret of anybody is known here by its value: names and shapes tell, and whoever records redacts once more.
        var recordings = new RouterRecordings(Router.Record, hops.HashOf, new HarWriter(new Redactor(new SecretValues())), _time, loggers.CreateLogger<RouterRecordings>());
        _hops = await HopServer.StartAsync(hops, Router.Hops, _peers, _counts, recordings, _time, loggers, cancellationToken);
        var pages = new AdminPages
        {
            Unready = Unready,
            WriteMetrics = WriteMetrics,
            DrainAsync = _drain.AskAsync,
            Pages = new Dictionary<string, Func<string>> { ["/listening"] = Listening },
        };
        _admin = await pages.ServeAsync(new IPEndPoint(_options.ListenAddress, _options.AdminPort), loggers, cancellationToken);
        Keeper.Start();
        _tables.Start();
    }

    private async Task TakeTableAsync(WireTable table, CancellationToken cancellationToken)
    {
        await Keeper.TakeTableAsync(table, cancellationToken);
        _counts.Keep(table.Keys.Select(key => key.Key).ToHashSet(StringComparer.Ordinal));
    }

    private void OnForkReached(ForkReached reached)
    {
        _counts.Add(reached.Key.Value);
        _tables.Activity.Add(reached.Key.Value, reached.Sandbox);
    }

    /// <summary>True also when it cannot be known: a pod that really ends must not be kept from draining.</summary>
    private bool IsEnding() => !_pods.IsCurrent || _pods.Find(_options.Tables.Namespace, _options.Tables.Pod) is not { } own || RoutedPod.Of(own).IsEnding;

    /// <summary>What enrolling and un-enrolling wait for: ports that are served, and connections that are open.</summary>
    private string Listening()
    {
        var listeners = Keeper.View is null ? [] : Router.Listeners;
        return new JsonObject
        {
            ["ports"] = new JsonArray([.. listeners.Where(listener => !listener.IsRetired).Select(listener => (JsonNode)listener.Port)]),
            ["connections"] = listeners.Sum(listener => listener.Connections),
            ["inFlight"] = listeners.Sum(listener => listener.InFlight),
            ["retired"] = new JsonArray([.. listeners.Where(listener => listener.IsRetired).Select(listener => (JsonNode)new JsonObject { ["port"] = listener.Port, ["connections"] = listener.Connections })]),
            ["version"] = _tables.Version,
        }.ToJsonString(JsonSerializerOptions.Default);
    }

    private void WriteMetrics(MetricsText metrics)
    {
        var view = Keeper.View;
        metrics.Gauge("agentsandbox_router_ready", "1 when it may get new connections.", Unready() is null ? 1 : 0);
        metrics.Gauge("agentsandbox_router_table_complete", "1 when it can route keys.", view?.Plan.Table.Complete == true ? 1 : 0);
        metrics.Gauge("agentsandbox_router_keys", "Routing keys in its table.", view?.Plan.Table.Keys.Count ?? 0);
        metrics.Counter("agentsandbox_router_plans_total", "Plans of routes that were put into force.", view?.Plan.Table.Generation ?? 0);
        metrics.Gauge("agentsandbox_router_port_conflicts", "Routes without a listener, because their port is taken.", view?.Conflicts.Count ?? 0);
        metrics.Counter("agentsandbox_router_operator_answers_total", "Answers of the operator.", _tables.Answers);
        metrics.Counter("agentsandbox_router_operator_failures_total", "Polls that the operator did not answer.", _tables.Failures);
        metrics.Gauge("agentsandbox_router_watches", "Requests whose hops are kept.", Watches);
        metrics.Gauge("agentsandbox_router_cache_current", "1 while Services and Pods are watched.", _services.IsCurrent && _pods.IsCurrent ? 1 : 0);
        foreach (var listener in Router.Listeners.GroupBy(listener => listener.Service, StringComparer.Ordinal))
        {
            metrics.Gauge("agentsandbox_router_connections", "Open connections of clients.", listener.Sum(one => one.Connections), ("service", listener.Key));
        }

        foreach (var listener in Router.Listeners.GroupBy(listener => listener.Service, StringComparer.Ordinal))
        {
            metrics.Counter("agentsandbox_router_requests_total", "Requests; for tcp, connections.", listener.Sum(one => one.Requests), ("service", listener.Key));
        }
    }

    [LoggerMessage(EventId = RoutingEvents.ReadyWithoutTable, Level = LogLevel.Warning, Message = "The operator has given no table within {Seconds} s. The baseline is served; requests with a routing key get 503 until there is a table.")]
    private partial void LogReadyWithoutTable(double seconds);

    /// <summary>In a cluster, pods run or do not: no request starts one.</summary>
    private sealed class NothingToStart : IBaselineActivator
    {
        public Task<BaselineActivation> ActivateAsync(string service, CancellationToken cancellationToken) =>
            Task.FromResult(BaselineActivation.Failed("the router starts no pods."));
    }
}
