using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Routing.Cluster;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router.Routes;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Everything that the elected operator does in one namespace: the same reconciler and lease keeper as on one machine, over the cluster's objects.</summary>
internal sealed partial class NamespaceOperator : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private readonly NamespaceCaches _caches;
    private readonly KubernetesSandboxStore _store;
    private readonly EndedKeyLedger _ended;
    private readonly ClusterEngine _engine;
    private readonly OperatorRoutes _publisher;
    private readonly ResourceRunKeys _runs;
    private readonly RouteSync _routes;
    private readonly Reconciler _reconciler;
    private readonly ActivityTracker _activity;
    private readonly LeaseKeeper _leases;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public NamespaceOperator(IKubernetesApi api, NamespaceCaches caches, TableServer tables, OperatorSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        _caches = caches;
        _time = time;
        _logger = loggers.CreateLogger<NamespaceOperator>();
        var maker = new ForkMaker(api, caches);
        var facts = new OperatorFacts(caches, maker);
        _ended = new EndedKeyLedger(api, caches.Namespace, time);
        _store = new KubernetesSandboxStore(api, caches.Sandboxes, _ended, caches.Namespace, settings.Lease, facts, time);
        _engine = new ClusterEngine(_store, maker, new ForkWatch(api, caches, time), api, caches);
        _publisher = new OperatorRoutes(tables, caches, new HopTokens(caches.Sandboxes, caches.Namespace), time);
        facts.Routes = () => (_publisher.IsConfirmed, _publisher.Describe());
        var baseline = new NoBaseline();
        _runs = new ResourceRunKeys(caches.Sandboxes, time);
        _routes = new RouteSync(_store, baseline, _publisher, _runs, settings.WatchesAll ? UnknownKeyPolicy.Refuse : UnknownKeyPolicy.Baseline, time);
        _reconciler = new Reconciler(_store, _engine, baseline, _routes, _publisher, new ReconcilerOptions(), time, loggers.CreateLogger<Reconciler>());
        _activity = new ActivityTracker(_store, time);
        _leases = new LeaseKeeper(_store, _activity, time);
    }

    /// <summary>Works until the token fires.</summary>
    /// <param name="started">Called when everything was seen and the work begins.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What keeps it from beginning, such as a missing right.</returns>
    public async Task<Result<Done>> RunAsync(Action started, CancellationToken cancellationToken)
    {
        var complete = await _caches.WhenCompleteAsync(cancellationToken);
        var loaded = complete.IsSuccess ? await _ended.LoadAsync(cancellationToken) : complete;
        if (!loaded.IsSuccess)
        {
            return loaded.Failure;
        }

        started();
        _caches.Sandboxes.Changed = OnSandboxChanged;
        await KeepKeysAsync(cancellationToken); // the first table must have what went while nobody looked; that it was not written is told, and mended, below
        await _reconciler.StartAsync(cancellationToken);
        _leases.Start();
        await Task.WhenAll(FollowKeysAsync(cancellationToken), FollowRoutesAsync(cancellationToken), SettleAsync(cancellationToken), LookAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return default(Done);
    }

    /// <summary>Forks answered requests, as routers report it.</summary>
    public void Touch(IReadOnlyList<WireActivity> activity)
    {
        foreach (var entry in activity)
        {
            if (!entry.Key.StartsWith("probe-", StringComparison.Ordinal) && SandboxId.Parse(entry.Sandbox) is { IsSuccess: true } id)
            {
                _activity.Touch(id.Value);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leases.DisposeAsync();
        await _reconciler.DisposeAsync();
        await _caches.DisposeAsync();
    }

    /// <summary>An object that went without us, by kubectl or with its namespace, ends as if it had been deleted by us: before the next table is made.</summary>
    private void OnSandboxChanged(WatchEvent change)
    {
        if (change.Kind == WatchEventKind.Deleted && SandboxId.Parse(change.Item.Name()) is { IsSuccess: true } id)
        {
            _ended.NoteGone(id.Value.Value);
        }
    }

    private Task FollowKeysAsync(CancellationToken cancellationToken) => RepeatAsync(
        _caches.Sandboxes.WhenChanged,
        async token =>
        {
            if (await KeepKeysAsync(token) is { IsSuccess: false, Failure: { } failure })
            {
                throw new ClusterFailureException(failure);
            }
        },
        () => Timeout.InfiniteTimeSpan,
        cancellationToken);

    private Task<Result<Done>> KeepKeysAsync(CancellationToken cancellationToken) => _ended.FollowAsync(
        _caches.Sandboxes.Items.Select(item => item.Name()).Where(name => SandboxId.Parse(name).IsSuccess).ToHashSet(StringComparer.Ordinal),
        _store.List().Where(record => record.Spec.Deletion is null).Select(record => record.Spec.Id.Value).ToHashSet(StringComparer.Ordinal),
        cancellationToken);

    /// <summary>Publishes whenever something changed that tables follow from. A table that says the same is not a new one.</summary>
    private Task FollowRoutesAsync(CancellationToken cancellationToken) => RepeatAsync(
        () => Task.WhenAny(_caches.Sandboxes.WhenChanged(), _caches.Pods.WhenChanged(), _caches.Deployments.WhenChanged()),
        token => _routes.SyncAsync(token),
        () => _runs.NextEnd is { } end ? end - _time.GetUtcNow() + TimeSpan.FromMilliseconds(50) : Timeout.InfiniteTimeSpan,
        cancellationToken);

    /// <summary>Keeps each status equal to what is known; one that is already is not written.</summary>
    private Task SettleAsync(CancellationToken cancellationToken) => RepeatAsync(
        () => Task.WhenAny(_caches.Sandboxes.WhenChanged(), _caches.Pods.WhenChanged(), _caches.Deployments.WhenChanged(), _caches.StatefulSets.WhenChanged()),
        async token =>
        {
            foreach (var item in _caches.Sandboxes.Items.ToList())
            {
                await _store.SettleAsync(new SandboxId(item.Name()), token);
            }
        },
        () => _publisher.IsConfirmed == false ? TimeSpan.FromSeconds(1) : Timeout.InfiniteTimeSpan,
        cancellationToken);

    private Task LookAsync(CancellationToken cancellationToken) => RepeatAsync(
        () => Task.WhenAny(_caches.Pods.WhenChanged(), _caches.Deployments.WhenChanged()),
        _engine.LookAsync,
        () => s_look,
        cancellationToken);

    /// <summary>Acts at once and after each change; what fails is tried again a little later.</summary>
    private async Task RepeatAsync(Func<Task> whenChanged, Func<CancellationToken, Task> actAsync, Func<TimeSpan> atLatest, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = whenChanged();
            TimeSpan wait;
            try
            {
                await actAsync(cancellationToken);
                wait = atLatest();
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogFailed(_caches.Namespace, e);
                wait = TimeSpan.FromSeconds(2);
                changed = Task.Delay(wait, _time, cancellationToken); // not at once again with each change
            }

            using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(wait == Timeout.InfiniteTimeSpan || wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), _time, wake.Token));
            await wake.CancelAsync();
        }
    }

    [LoggerMessage(EventId = 6111, Level = LogLevel.Error, Message = "Work in namespace {Namespace} failed and is tried again.")]
    private partial void LogFailed(string @namespace, Exception exception);
}
