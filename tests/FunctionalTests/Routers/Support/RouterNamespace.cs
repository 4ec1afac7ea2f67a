using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;
using AgentSandbox.Router;
using AgentSandbox.TestKit.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.FunctionalTests.Routers.Support;

/// <summary>A namespace with an operator's tables and real router pods, on addresses of their own; a test fills in its Services and Pods.</summary>
internal sealed class RouterNamespace : IAsyncDisposable
{
    public const string Token = "token-of-the-routers";

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null, MaxConnectionsPerServer = 64 });
    private readonly List<RouterPod> _routers = [];
    private TableServer? _tables;

    public FilledCache Services { get; } = new();

    public FilledCache Pods { get; } = new();

    public int HopsPort { get; } = PodServer.FreePort();

    public IReadOnlyList<RouterPod> Routers => _routers;

    public TableServer Tables => _tables ?? throw new InvalidOperationException("No operator was started.");

    public HttpClient Client => _client;

    /// <summary>What routers reported of their forks' answers.</summary>
    public List<WireActivity> Activity { get; } = [];

    public async Task StartOperatorAsync(int port = 0) => _tables = await TableServer.StartAsync(
        new TableServerOptions
        {
            Endpoint = new IPEndPoint(IPAddress.Loopback, port),
            AuthenticateAsync = (token, place, _) => Task.FromResult(token == Token && place == ClusterObjects.Namespace),
            ActivityReported = (_, activity) =>
            {
                lock (Activity)
                {
                    Activity.AddRange(activity);
                }
            },
            PollLimit = TimeSpan.FromSeconds(2),
        },
        TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    public async Task StopOperatorAsync()
    {
        await Tables.DisposeAsync();
        _tables = null;
    }

    /// <summary>A router on an address of its own; it is not among the Pods until a test puts it there.</summary>
    public async Task<RouterPod> StartRouterAsync(string name, string address, Uri? @operator = null, Func<RouterPodOptions, RouterPodOptions>? configure = null)
    {
        var options = new RouterPodOptions
        {
            ListenAddress = IPAddress.Parse(address),
            AdminPort = 0,
            HopsPort = HopsPort,
            OperatorLimit = TimeSpan.FromMinutes(10),
            RetireQuiet = TimeSpan.FromMilliseconds(300),
            DrainQuiet = TimeSpan.FromMilliseconds(300),
            DrainPatience = TimeSpan.FromMilliseconds(300),
            ShutdownLimit = TimeSpan.FromSeconds(1),
            Tables = new TableClientOptions
            {
                Operator = @operator ?? new Uri($"http://{Tables.Endpoint}"),
                Namespace = ClusterObjects.Namespace,
                Pod = name,
                ReadTokenAsync = _ => Task.FromResult(Token),
                ActivityPeriod = TimeSpan.FromMilliseconds(200),
                LongestPause = TimeSpan.FromMilliseconds(500),
            },
        };
        var router = await RouterPod.StartAsync(configure?.Invoke(options) ?? options, Services, Pods, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _routers.Add(router);
        return router;
    }

    /// <summary>Publishes a table and waits until these routers have applied it.</summary>
    public async Task PublishAsync(WireTable table, params string[] routers)
    {
        var version = Tables.Publish(ClusterObjects.Namespace, table);
        await Tables.WhenAcknowledgedAsync(ClusterObjects.Namespace, version, () => routers, CancellationToken.None).WaitAsync(TestTimeouts.Default);
    }

    public async Task<(int Status, string Body)> GetAsync(string address, int port, string? key = null, Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}:{port}/");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("baggage", $"sandbox={key}");
        }

        configure?.Invoke(request);
        using var response = await _client.SendAsync(request).WaitAsync(TestTimeouts.Default);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static WireTable Live(string key, string service, int revision, IReadOnlyDictionary<int, int> ports, string? token = null, params string[] hosts) => new()
    {
        UnknownKeys = Router.Routes.UnknownKeyPolicy.Refuse,
        Keys =
        [
            new WireKey
            {
                Key = key,
                Sandbox = key,
                HopsHash = token is null ? null : HopsHash.Of(token),
                Forks = [new WireFork { Sandbox = key, Service = service, Revision = revision, Ports = ports, Hosts = hosts }],
            },
        ],
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var router in _routers)
        {
            await router.DisposeAsync();
        }

        if (_tables is not null)
        {
            await _tables.DisposeAsync();
        }

        _client.Dispose();
    }
}
