using System.Collections.Concurrent;
using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>The operator: elected among its replicas, it looks after one namespace or all, and gives routers their tables.</summary>
internal sealed partial class OperatorProgram(IKubernetesApi api, ApiRequestCounts calls, OperatorSettings settings, TimeProvider time, ILoggerFactory loggers)
{
    public const string LeaseName = KnownNames.OperatorLease;

    private readonly ConcurrentDictionary<string, NamespaceOperator> _namespaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failures = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<OperatorProgram>();
    private readonly LeaderElection _election = new(api, settings.Namespace, LeaseName, Identity(settings), time, loggers.CreateLogger<LeaderElection>());
    private readonly OperatorMetrics _metrics = new();
    private TableServer? _tables;
    private string? _problem = "it has just been started";

    /// <summary>Runs until the token fires.</summary>
    public async Task<Result<Done>> RunAsync(CancellationToken cancellationToken)
    {
        var tokens = new RouterTokens(api, time);
        await using var tables = await TableServer.StartAsync(
            new TableServerOptions
            {
                Endpoint = new IPEndPoint(IPAddress.Any, settings.TablePort),
                Owner = Owner,
                AuthenticateAsync = tokens.AuthenticateAsync,
                ActivityReported = (name, activity) => _namespaces.GetValueOrDefault(name)?.Touch(activity),
            },
            time,
            loggers,
            cancellationToken);
        _tables = tables;
        await using var admin = await new AdminPages { Unready = () => _problem ?? Failure(), WriteMetrics = WriteMetrics }
            .ServeAsync(new IPEndPoint(IPAddress.Any, settings.AdminPort), loggers, cancellationToken);
        var reachable = await ProbeAsync(cancellationToken);
        if (!reachable.IsSuccess)
        {
            return reachable;
        }

        _problem = null;
        LogStarted(Identity(settings), settings.WatchesAll ? "all namespaces" : settings.Namespace);
        await _election.RunAsync(ActAsync, tables.OwnerChanged, cancellationToken);
        return default(Done);
    }

    /// <summary>Who looks after one namespace and cannot is not ready, so that whoever installs it is told. One of many namespaces takes no others along.</summary>
    private string? Failure() => settings.WatchesAll ? null : _failures.Values.FirstOrDefault();

    private static string Identity(OperatorSettings settings) => $"{settings.Pod}_{settings.Address}";

    /// <summary>A missing definition or right does not mend itself, so it ends the program with its reason.</summary>
    private async Task<Result<Done>> ProbeAsync(CancellationToken cancellationToken)
    {
        var listed = await api.ListAsync(ResourceKinds.Sandboxes, Scope, new ListOptions { PageSize = 1 }, cancellationToken);
        return listed.IsSuccess ? default(Done) : listed.Failure;
    }

    private string? Scope => settings.WatchesAll ? null : settings.Namespace;

    private TableOwner Owner() => _election.IsLeader
        ? TableOwner.Here
        : _election.Holder?.Split('_') is [_, { Length: > 0 } address] && IPAddress.TryParse(address, out var parsed)
            ? TableOwner.At(new UriBuilder("http", parsed.ToString(), settings.TablePort).Uri)
            : TableOwner.Unknown;

    /// <summary>What the elected replica does. Everything is made anew with each election, so that nothing of an earlier one is believed.</summary>
    private async Task ActAsync(CancellationToken cancellationToken)
    {
        var hasRollouts = await HasRolloutsAsync(cancellationToken);
        try
        {
            if (settings.WatchesAll)
            {
                await using var sandboxes = Open(ResourceKinds.Sandboxes, null, ListOptions.All, []);
                await using var services = Open(ResourceKinds.Services, null, new ListOptions { LabelSelector = KnownNames.EnrolledLabel }, []);
                await new NamespaceFollower(sandboxes, services, (name, ended) => RunNamespaceAsync(name, hasRollouts, ended), time).RunAsync(cancellationToken);
            }
            else
            {
                await RunNamespaceAsync(settings.Namespace, hasRollouts, cancellationToken);
            }
        }
        finally
        {
            _failures.Clear(); // the next elected one has its own
        }
    }

    private async Task RunNamespaceAsync(string name, bool hasRollouts, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var caches = new NamespaceCaches(name, (kind, indexes) => Open(kind, name, ListOptions.All, indexes), hasRollouts);
                await using var worker = new NamespaceOperator(new ElectedApi(api, cancellationToken), caches, _tables!, settings, _metrics, time, loggers); // set before anything acts
                caches.Pods.Changed += change =>
                {
                    if (change.Item.Labels().GetValueOrDefault(KnownNames.ComponentLabel) == KnownNames.RouterComponent)
                    {
                        _tables!.RoutersChanged(); // as above
                        worker.RoutersChanged();
                    }
                };
                _namespaces[name] = worker;
                var ended = await worker.RunAsync(() => _failures.TryRemove(name, out _), cancellationToken);
                if (ended.IsSuccess)
                {
                    return;
                }

                _failures[name] = $"namespace '{name}': {ended.Failure.Message}";
                LogNamespaceFailed(name, ended.Failure.Code, ended.Failure.Message);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNamespaceBroken(name, e);
            }
            finally
            {
                _namespaces.TryRemove(name, out _);
            }

            await Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ObjectCache Open(ResourceKind kind, string? name, ListOptions options, IReadOnlyList<ObjectIndex> indexes)
    {
        var cache = new ObjectCache(api, kind, name, options, time, loggers.CreateLogger<ObjectCache>()) { Indexes = indexes, Transform = KeptParts.Of };
        cache.Start();
        return cache;
    }

    private async Task<bool> HasRolloutsAsync(CancellationToken cancellationToken) =>
        (await api.ListAsync(ResourceKinds.Rollouts, Scope, new ListOptions { PageSize = 1 }, cancellationToken)).IsSuccess;

    private void WriteMetrics(MetricsText metrics)
    {
        metrics.Gauge("agentsandbox_operator_elected", "1 when this replica is the elected one.", _election.IsLeader ? 1 : 0);
        metrics.Gauge("agentsandbox_operator_namespaces", "Namespaces that are looked after.", _namespaces.Count);
        _tables?.WriteMetrics(metrics);
        _metrics.Write(metrics);
        foreach (var (verb, kind, code, count) in calls.Read())
        {
            metrics.Counter("agentsandbox_api_requests_total", "Calls of the API server, each try on its own.", count, ("verb", verb), ("kind", kind), ("code", code));
        }

        metrics.Gauge("dotnet_gc_heap_size_bytes", "Memory that objects have in use, as the collector saw it last.", GC.GetGCMemoryInfo().HeapSizeBytes);
        metrics.Gauge("process_resident_memory_bytes", "Memory that the program has in use.", Environment.WorkingSet);
    }

    [LoggerMessage(EventId = 6121, Level = LogLevel.Information, Message = "{Identity} looks after {Scope}.")]
    private partial void LogStarted(string identity, string scope);

    [LoggerMessage(EventId = 6122, Level = LogLevel.Error, Message = "Namespace {Namespace} cannot be looked after ({Code}), which is tried again: {Reason}")]
    private partial void LogNamespaceFailed(string @namespace, string code, string reason);

    [LoggerMessage(EventId = 6123, Level = LogLevel.Error, Message = "Looking after namespace {Namespace} failed and is tried again.")]
    private partial void LogNamespaceBroken(string @namespace, Exception exception);
}
