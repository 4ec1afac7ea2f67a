using System.Collections.Concurrent;
using AgentSandbox.Router.Routes;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.Router.FunctionalTests.Support;

/// <summary>A real router on free ports, with helpers that publish tables and send requests.</summary>
internal sealed class TestRouter : IAsyncDisposable, IBaselineActivator
{
    private readonly ConcurrentDictionary<string, int> _ports = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
    private long _generation;

    public TestRouter(Action<RouterOptions>? configure = null)
    {
        var options = new RouterOptions { ShutdownTimeout = TimeSpan.FromMilliseconds(200) };
        configure?.Invoke(options);
        Router = new SandboxRouter(options, this, TimeProvider.System, NullLoggerFactory.Instance);
        Router.ForkReached += Reached.Enqueue;
    }

    public SandboxRouter Router { get; }

    public ConcurrentQueue<ForkReached> Reached { get; } = new();

    public Func<string, CancellationToken, Task<BaselineActivation>> Activate { get; set; } =
        (service, _) => Task.FromResult(BaselineActivation.Failed($"no activation of '{service}' was expected"));

    public static BaselineRoute Ready(string service, Uri address) =>
        new() { Service = service, State = BaselineState.Ready, Address = address };

    public static KeyRoute Live(string key, params ForkRoute[] forks) =>
        new() { Key = RoutingKey.Parse(key), Sandbox = key, Forks = KeyRoute.ForksByService(forks) };

    public static ForkRoute Fork(string sandbox, string service, Uri address, int revision = 1) =>
        new() { Sandbox = sandbox, Service = service, Revision = revision, State = ForkState.Ready, Address = address };

    public async Task PublishAsync(IEnumerable<BaselineRoute> services, params KeyRoute[] keys)
    {
        var table = new RouteTable(Interlocked.Increment(ref _generation), complete: true, services, keys);
        (await Router.PublishAsync(table, TestTimeouts.Token())).Should().Be(table.Generation);
    }

    public async Task<int> ListenAsync(string service, ServiceProtocol protocol = ServiceProtocol.Http) =>
        _ports[service] = await Router.EnsureListenerAsync(service, protocol, 0, TestTimeouts.Token());

    public Uri UriOf(string service, string path = "/") => new($"http://127.0.0.1:{_ports[service]}{path}");

    public int PortOf(string service) => _ports[service];

    public Task<HttpResponseMessage> GetAsync(string service, string? key = null, string path = "/", Action<HttpRequestMessage>? configure = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, UriOf(service, path));
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("baggage", $"sandbox={key}");
        }

        configure?.Invoke(request);
        return SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestTimeouts.Token());

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Router.DisposeAsync();
    }

    Task<BaselineActivation> IBaselineActivator.ActivateAsync(string service, CancellationToken cancellationToken) => Activate(service, cancellationToken);
}
