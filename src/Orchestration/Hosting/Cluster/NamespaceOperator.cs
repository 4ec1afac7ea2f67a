using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Repairing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Routing.Cluster;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Router.Routes;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Everything that the elected operator does in one namespace: the same reconciler and lease keeper as on one machine, over the cluster's objects.</summary>
/// <remarks>
/// What changes puts the sandbox that it belongs to into a queue; nothing looks at all sandboxes because of one. The work on
/// a sandbox is to begin what it needs, to see whether its forks still answer, and to write what is known into its status.
/// </remarks>
internal sealed partial class NamespaceOperator : IAsyncDisposable
{
    /// <summary>A fork that does not answer and may come back is looked at this often, because events and patience come by no watch.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    /// <summary>A baseline that is being rolled out changes several times in a row.</summary>
    private static readonly TimeSpan s_baselinePause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_leasePause = TimeSpan.FromMilliseconds(250);

    private readonly NamespaceCaches _caches;
    private readonly KubernetesSandboxStore _store;
    private readonly EndedKeyLedger _ended;
    private readonly ClusterEngine _engine;
    private readonly BaselineTemplates _templates;
    private readonly RouteFollower _follower;
    private readonly GroupFollower _groups;
    private readonly RouteSync _routes;
    private readonly Reconciler _reconciler;
    private readonly ActivityTracker _activity;
    private readonly LeaseKeeper _leases;
    private readonly WorkQueue<SandboxId> _queue;
    private readonly WorkQueue<string> _services;
    private readonly EnrolmentRepairs _repairs;
    private readonly EventRecorder _events;
    private readonly OwnerQuota _quota;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public NamespaceOperator(IKubernetesApi api, NamespaceCaches caches, TableServer tables, OperatorSettings settings, OperatorMetrics metrics, TimeProvider time, ILoggerFactory loggers)
    {
        _caches = caches;
        _time = time;
        _logger = loggers.CreateLogger<NamespaceOperator>();
        _queue = new WorkQueue<SandboxId>(new WorkQueueOptions(), metrics.Sandboxes, time);
        _services = new WorkQueue<string>(new WorkQueueOptions { Workers = 1 }, metrics.Services, time);
        _events = new EventRecorder(api, caches.Namespace, settings.Pod, time, loggers.CreateLogger<EventRecorder>());
        _repairs = new EnrolmentRepairs(api, caches, _events.Record, time);
        _templates = new BaselineTemplates(caches);
        var maker = new ForkMaker(api, caches, _templates);
        _quota = new OwnerQuota(caches.SandboxesByOwner, settings.Limits);
        var facts = new OperatorFacts(caches, _templates, _quota, _events.Record);
        _ended = new EndedKeyLedger(api, caches.Namespace, time);
        _store = new KubernetesSandboxStore(api, caches.Sandboxes, _ended, caches.Namespace, settings.Lease, facts, time, settings.Limits);
        _engine = new ClusterEngine(_store, maker, new ForkWatch(api, caches, time), api, caches);
        var publisher = new OperatorRoutes(tables, caches, new HopTokens(caches.Sandboxes, caches.Groups, caches.Namespace), time);
        facts.IsRouted = publisher.IsConfirmed;
        var baseline = new NoBaseline();
        var runs = new ResourceRunKeys(caches.Sandboxes, time);
        _groups = new GroupFollower(api, caches, _store, runs, publisher, time);
        _routes = new RouteSync(_store, baseline, publisher, runs, _groups.List, settings.WatchesAll ? UnknownKeyPolicy.Refuse : UnknownKeyPolicy.Baseline, time);
        _follower = new RouteFollower(caches, _routes, publisher, runs, Enqueue, time);
        _reconciler = new Reconciler(_store, _engine, baseline, _routes, publisher, new ReconcilerOptions { LongestRetryDelay = TimeSpan.FromMinutes(1) }, time, loggers.CreateLogger<Reconciler>());
        _activity = new ActivityTracker(_store, time);
        _leases = new LeaseKeeper(_store, _activity, time, s_leasePause);
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
        _caches.Sandboxes.Changed += OnSandboxChanged;
        _caches.Groups.Changed += OnGroupChanged;
        _caches.ForkChanged = OnForkChanged;
        _caches.Services.Changed += change => _services.Add(change.Item.Name());
        await KeepKeysAsync(cancellationToken); // the first table must have what went while nobody looked; that it was not written is told, and mended, below
        await _follower.BeginAsync(cancellationToken);
        await _reconciler.PrepareAsync(cancellationToken);
        foreach (var item in _caches.Sandboxes.Items)
        {
            Enqueue(item.Name());
        }

        foreach (var item in _caches.Services.Items)
        {
            _services.Add(item.Name());
        }

        _leases.Start();
        await Task.WhenAll(
            RepeatAsync(_follower.WhenChanged, _follower.PublishAsync, cancellationToken),
            RepeatAsync(_groups.WhenChanged, token => _groups.FollowAsync(_routes, token), cancellationToken),
            FollowKeysAsync(cancellationToken),
            FollowBaselineAsync(cancellationToken),
            _queue.RunAsync(WorkAsync, (id, exception, pause) => LogWorkFailed(id, pause.TotalSeconds, exception), cancellationToken),
            _services.RunAsync(_repairs.ReviewAsync, (name, exception, pause) => LogReviewFailed(name, pause.TotalSeconds, exception), cancellationToken),
            _events.RunAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return default(Done);
    }

    /// <summary>A router came, went, or became ready or not.</summary>
    public void RoutersChanged() => _follower.RoutersChanged();

    /// <summary>Forks answered requests, as routers report it.</summary>
    public void Touch(IReadOnlyList<WireActivity> activity)
    {
        foreach (var entry in activity)
        {
            if (!entry.Key.StartsWith("probe-", StringComparison.Ordinal) && SandboxId.Parse(entry.Sandbox) is { IsSuccess: true } id)
            {
                foreach (var sandbox in _groups.MembersOf(entry.Key, id.Value))
                {
                    _activity.Touch(sandbox);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leases.DisposeAsync();
        await _reconciler.DisposeAsync();
        _queue.Dispose();
        _services.Dispose();
        await _caches.DisposeAsync();
    }

    private async Task WorkAsync(SandboxId id, CancellationToken cancellationToken)
    {
        if (_quota.IsUndecided(_store.Resource(id)))
        {
            await _store.SettleAsync(id, cancellationToken); // nothing is made for one that is not accepted
        }

        _reconciler.Consider(id);
        if (await _engine.LookAsync(id, cancellationToken))
        {
            _queue.AddAfter(id, s_look);
        }

        await _store.SettleAsync(id, cancellationToken);
    }

    /// <summary>An object whose name can be no key is looked at too: its status says so.</summary>
    private void Enqueue(string name) => _queue.Add(new SandboxId(name));

    private void OnForkChanged(string sandbox)
    {
        Enqueue(sandbox);
        _follower.Changed(sandbox);
    }

    /// <summary>An object that went without us, by kubectl or with its namespace, ends as if it had been deleted by us: before the next table is made.</summary>
    private void OnSandboxChanged(WatchEvent change)
    {
        if (change.Kind == WatchEventKind.Deleted && SandboxId.Parse(change.Item.Name()) is { IsSuccess: true } id)
        {
            _ended.NoteGone(id.Value.Value);
        }

        foreach (var waiting in _quota.Waiting(change))
        {
            Enqueue(waiting);
        }

        OnForkChanged(change.Item.Name());
    }

    /// <summary>Its key ends with it, unless a sandbox of the same name has it. Looked at this way round alone: a handler holds the lock of its own cache.</summary>
    private void OnGroupChanged(WatchEvent change)
    {
        if (change.Kind == WatchEventKind.Deleted && SandboxId.Parse(change.Item.Name()) is { IsSuccess: true } id && _caches.Sandboxes.Find(_caches.Namespace, id.Value.Value) is null)
        {
            _ended.NoteGone(id.Value.Value);
        }
    }

    private Task FollowKeysAsync(CancellationToken cancellationToken) => RepeatAsync(
        _groups.WhenChanged,
        async token =>
        {
            if (await KeepKeysAsync(token) is { IsSuccess: false, Failure: { } failure })
            {
                throw new ClusterFailureException(failure);
            }

            return Timeout.InfiniteTimeSpan;
        },
        cancellationToken);

    private Task<Result<Done>> KeepKeysAsync(CancellationToken cancellationToken) => _ended.FollowAsync(
        _caches.Sandboxes.Items.Concat(_caches.Groups.Items).Select(item => item.Name()).Where(name => SandboxId.Parse(name).IsSuccess).ToHashSet(StringComparer.Ordinal),
        _store.List().Where(record => record.Spec.Deletion is null).Select(record => record.Spec.Id.Value)
            .Concat(_groups.List().Select(group => group.Name.Value))
            .ToHashSet(StringComparer.Ordinal),
        cancellationToken);

    /// <summary>A template that changed concerns the sandboxes with a fork of its service, and no others.</summary>
    private async Task FollowBaselineAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string, WorkloadReference?), string?>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var moved = _templates.WhenMoved();
            var records = _store.List();
            var services = _templates.TakeMoved(records.SelectMany(record => record.Spec.Forks.Values), known);
            foreach (var record in records.Where(record => record.Spec.Forks.Keys.Any(services.Contains)))
            {
                Enqueue(record.Spec.Id.Value);
            }

            await moved.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(s_baselinePause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Acts at once and after each change; what fails is tried again a little later.</summary>
    /// <param name="whenChanged">Ends at the next change.</param>
    /// <param name="actAsync">Acts, and returns how long nothing more is to be done without a change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task RepeatAsync(Func<Task> whenChanged, Func<CancellationToken, Task<TimeSpan>> actAsync, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = whenChanged();
            TimeSpan wait;
            try
            {
                wait = await actAsync(cancellationToken);
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

    [LoggerMessage(EventId = 6113, Level = LogLevel.Error, Message = "Work on sandbox {Sandbox} failed and is tried again in {Seconds} s.")]
    private partial void LogWorkFailed(SandboxId sandbox, double seconds, Exception exception);

    [LoggerMessage(EventId = 6114, Level = LogLevel.Error, Message = "Looking after the enrolment of Service {Service} failed and is tried again in {Seconds} s.")]
    private partial void LogReviewFailed(string service, double seconds, Exception exception);
}
