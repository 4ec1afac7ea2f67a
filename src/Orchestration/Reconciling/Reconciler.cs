using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>Makes the world agree with the store, whatever changed it: level-triggered, one worker per sandbox.</summary>
internal sealed partial class Reconciler : IAsyncDisposable
{
    private readonly ISandboxStore _store;
    private readonly ISandboxEngine _engine;
    private readonly IRouteSync _routes;
    private readonly IRoutePublisher _publisher;
    private readonly ReconcilerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Reconciler> _logger;
    private readonly ConcurrentDictionary<SandboxId, SandboxWorker> _workers = new();
    private readonly ConcurrentDictionary<Task, byte> _passes = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public Reconciler(
        ISandboxStore store, ISandboxEngine engine, IBaseline baseline, IRouteSync routes, IRoutePublisher publisher, ReconcilerOptions options, TimeProvider time, ILogger<Reconciler> logger)
    {
        _store = store;
        _engine = engine;
        _routes = routes;
        _publisher = publisher;
        _options = options;
        _time = time;
        _logger = logger;
        engine.ForkEnded = OnForkEnded;
        engine.ForkRecovered = OnForkRecovered;
        baseline.Changed = () => Track(_routes.SyncAsync(_stop.Token));
    }

    /// <summary>Sweeps what belongs to nobody, publishes the first table and begins to watch the store.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        _loop = Task.Run(() => WatchAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>The same without the watch, for one who calls <see cref="Consider"/> after each change himself.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var removed in await _engine.SweepAsync(_store.List(), cancellationToken))
        {
            LogSwept(removed);
        }

        await _routes.SyncAsync(cancellationToken);
    }

    /// <summary>Looks at one sandbox, and begins with what it needs; what is on its way goes on.</summary>
    public void Consider(SandboxId id)
    {
        if (_store.Find(id) is { } record && NeedsPass(record))
        {
            Track(PassAsync(id, _stop.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_passes.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _store.WhenChanged();
            foreach (var record in _store.List())
            {
                if (NeedsPass(record))
                {
                    Track(PassAsync(record.Spec.Id, cancellationToken));
                }
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private bool NeedsPass(SandboxRecord record) =>
        record.Spec.Deletion is not null
        || record.Spec.Forks.Keys.Union(record.Forks.Keys, StringComparer.Ordinal).Any(service => Worker(record.Spec.Id).NextAction(service) != ForkAction.None);

    private async Task PassAsync(SandboxId id, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await Worker(id).PassAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogPassFailed(id, e);
                await Task.Delay(_options.PauseAfter(failures), _time, cancellationToken);
            }
        }
    }

    private void OnForkEnded(ForkEnded ended)
    {
        LogForkEnded(ended.Sandbox, ended.Service, ended.Revision, ended.Failure.Message);
        Track(Worker(ended.Sandbox).MarkDownAsync(ended.Service, ended.Revision, ended.Failure));
    }

    private void OnForkRecovered(ForkRecovered recovered)
    {
        LogForkRecovered(recovered.Sandbox, recovered.Service, recovered.Revision);
        Track(Worker(recovered.Sandbox).MarkUpAsync(recovered.Service, recovered.Revision));
    }

    // Workers stay: one that was dropped while its name is taken again would get a twin at work on the same forks.
    private SandboxWorker Worker(SandboxId id) =>
        _workers.GetOrAdd(id, key => new SandboxWorker(key, _store, _engine, _routes, _publisher, _options, _time, LogPassFailed, _stop.Token));

    private void Track(Task task)
    {
        _passes.TryAdd(task, 0);
        _ = task.ContinueWith(
            ended =>
            {
                _passes.TryRemove(ended, out _);
                if (ended.Exception is { } exception)
                {
                    LogTaskFailed(exception);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Swept {Removed}.")]
    private partial void LogSwept(string removed);

    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message = "A pass over sandbox {Sandbox} failed and is tried again.")]
    private partial void LogPassFailed(SandboxId sandbox, Exception exception);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "The fork of {Service} in {Sandbox}, revision {Revision}, ended by itself: {Observed}")]
    private partial void LogForkEnded(SandboxId sandbox, string service, int revision, string observed);

    [LoggerMessage(EventId = 103, Level = LogLevel.Error, Message = "A background task failed.")]
    private partial void LogTaskFailed(Exception exception);

    [LoggerMessage(EventId = 104, Level = LogLevel.Information, Message = "The fork of {Service} in {Sandbox}, revision {Revision}, answers again.")]
    private partial void LogForkRecovered(SandboxId sandbox, string service, int revision);
}
