using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Recording;
using AgentSandbox.Router.Routes;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Routing.Local;

/// <summary>The router in the host process: one listener per service, on a port that it keeps across restarts.</summary>
internal sealed class LocalRouter : IRoutePublisher, IHopSource, IServiceAddresses, IBaselineActivator, IAsyncDisposable
{
    private const string PortsKey = "ports/services";

    private readonly SandboxRouter _router;
    private readonly Journal _journal;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<RoutingKey, StrongBox<long>> _answers = new();
    private readonly SemaphoreSlim _listening = new(1, 1);
    private readonly Dictionary<string, int> _ports;

    public LocalRouter(RouterOptions options, Journal journal, Action<ForkReached> reached, TimeProvider time, ILoggerFactory loggers)
    {
        _journal = journal;
        _ports = journal.Find(PortsKey) is { } json ? JsonSerializer.Deserialize(json, StoreJson.Default.DictionaryStringInt32) ?? [] : [];
        _router = new SandboxRouter(options, this, time, loggers);
        _router.ForkReached += reached;
        _router.ForkReached += Count;
    }

    /// <summary>The baseline that is woken by requests; set once, before the first listener.</summary>
    public IBaseline? Baseline { get; set; }

    public Uri? Find(string service) => _addresses.GetValueOrDefault(service);

    public async Task<Result<Done>> EnsureAsync(IEnumerable<ServiceConfiguration> services, CancellationToken cancellationToken)
    {
        await _listening.WaitAsync(cancellationToken);
        try
        {
            foreach (var service in services.Where(service => !_addresses.ContainsKey(service.Name)))
            {
                await ListenAsync(service, cancellationToken);
            }

            return default(Done);
        }
        catch (PortInUseException e)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.PortInUse,
                Category = FailureCategory.Environment,
                Message = $"The router cannot listen for service '{e.Service}': port {e.Port} of 127.0.0.1 is used by another program.",
                Hint = "End that program, or give the service another 'port' in agent-sandbox.yaml.",
                Retryable = true,
            };
        }
        finally
        {
            _listening.Release();
        }
    }

    public async Task PublishAsync(RouteTable table, CancellationToken cancellationToken) => await _router.PublishAsync(table, cancellationToken);

    public async Task DrainAsync(Uri upstream, TimeSpan limit, CancellationToken cancellationToken) => await _router.DrainAsync(upstream, limit, cancellationToken);

    public Task<Result<IHopWatch>> WatchAsync(HopQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(Result<IHopWatch>.Success(new HopWatch(_router.Hops, _router.Hops.Register(query.RequestId, query.TraceId), query.OwnsKey ? query.Carried : null)));

    public Task<long> ForkAnswersAsync(RoutingKey key, CancellationToken cancellationToken) =>
        Task.FromResult(Volatile.Read(ref _answers.GetOrAdd(key, _ => new StrongBox<long>()).Value));

    public void Forget(RoutingKey key) => _answers.TryRemove(key, out _);

    public TrafficRecording Record(TrafficScope scope) => _router.Record(scope);

    public async Task<BaselineActivation> ActivateAsync(string service, CancellationToken cancellationToken)
    {
        if (Baseline is null)
        {
            return BaselineActivation.Failed("The baseline is not ready yet.");
        }

        var started = await Baseline.EnsureAsync(service, cancellationToken);
        return started switch
        {
            { IsSuccess: false } => BaselineActivation.Failed(started.Failure.Message),
            { Value.Address: { } address } => BaselineActivation.Started(address),
            _ => BaselineActivation.Failed($"Service '{service}' has no baseline."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _router.DisposeAsync();
        _listening.Dispose();
    }

    private void Count(ForkReached reached)
    {
        if (_answers.TryGetValue(reached.Key, out var count))
        {
            Interlocked.Increment(ref count.Value);
        }
    }

    private async Task ListenAsync(ServiceConfiguration service, CancellationToken cancellationToken)
    {
        var protocol = Protocols.Of(service);
        var port = await _router.EnsureListenerAsync(service.Name, protocol, service.Port ?? _ports.GetValueOrDefault(service.Name), cancellationToken);
        if (_ports.GetValueOrDefault(service.Name) != port)
        {
            _ports[service.Name] = port;
            _journal.Put(PortsKey, JsonSerializer.Serialize(_ports, StoreJson.Default.DictionaryStringInt32));
        }

        var scheme = protocol == Router.ServiceProtocol.Tcp ? "tcp" : "http";
        _addresses[service.Name] = new Uri($"{scheme}://127.0.0.1:{port}");
    }
}
