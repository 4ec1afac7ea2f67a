using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>Makes one sandbox agree with its spec: its forks side by side, its removal backwards.</summary>
internal sealed class SandboxWorker(
    SandboxId sandbox, ISandboxStore store, ISandboxEngine engine, IRouteSync routes, IRoutePublisher publisher, ReconcilerOptions options, TimeProvider time, Action<SandboxId, Exception> failed, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<string, Task> _forks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _retiring = new();
    private readonly EndedRevisions _ended = new();
    private readonly SemaphoreSlim _removing = new(1, 1);

    /// <summary>Starts what the spec asks for and is not on its way; returns tasks that end when it is done.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        var record = store.Find(sandbox);
        if (record is null)
        {
            return;
        }

        if (record.Spec.Deletion is { } deletion)
        {
            await RemoveAsync(record, deletion, cancellationToken);
            return;
        }

        var services = record.Spec.Forks.Keys.Union(record.Forks.Keys, StringComparer.Ordinal);
        await Task.WhenAll(services.Select(service => RunForkAsync(service, cancellationToken)));
    }

    public ForkAction NextAction(string service) => Fork(service).NextAction();

    public Task MarkDownAsync(string service, int revision, SandboxFailure failure) => Fork(service).MarkDownAsync(revision, failure);

    public Task MarkUpAsync(string service, int revision) => Fork(service).MarkUpAsync(revision);

    private async Task RunForkAsync(string service, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_forks.GetOrAdd(service, mine.Task) != mine.Task)
        {
            // A worker is on it and looks at the newest spec before it ends.
            return;
        }

        try
        {
            await RunUntilDoneAsync(service, cancellationToken);
        }
        finally
        {
            _forks.TryRemove(service, out _);
            mine.SetResult();
        }

        // A wish that came between the last look and the removal above woke a pass that found us still at work.
        if (Fork(service).NextAction() != ForkAction.None)
        {
            await RunForkAsync(service, cancellationToken);
        }
    }

    /// <summary>A failed try keeps its place, so that neither the other forks nor each change of the store repeat it at once.</summary>
    private async Task RunUntilDoneAsync(string service, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            // Read before the try: a newer wish that came while it failed is news, and must not wait for the delay.
            var tried = Wanted(store.Find(sandbox), service);
            try
            {
                await Fork(service).RunAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failed(sandbox, e);
                await WaitForNewsAsync(service, tried, options.PauseAfter(failures), cancellationToken);
            }
        }
    }

    private async Task WaitForNewsAsync(string service, int? tried, TimeSpan pause, CancellationToken cancellationToken)
    {
        await store.WaitForAsync(
            sandbox,
            record => record is null or { Spec.Deletion: not null } || Wanted(record, service) != tried,
            pause,
            time,
            cancellationToken);
    }

    private static int? Wanted(SandboxRecord? record, string service) => record?.Spec.Forks.GetValueOrDefault(service)?.Revision;

    /// <summary>Lets requests on their way to a replaced revision end, then ends it. Never cancelled by a newer deploy.</summary>
    private Task RetireAsync(ServingRevision revision)
    {
        var task = RunAsync();
        _retiring.TryAdd(task, 0);
        _ = task.ContinueWith(ended => _retiring.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;

        async Task RunAsync()
        {
            // Nothing names this revision any more, so it is tried until it is gone; a deletion ends whatever is left.
            while (store.Find(sandbox) is { Spec.Deletion: null })
            {
                try
                {
                    if (revision.Down is null)
                    {
                        await publisher.DrainAsync(revision.Address, options.DrainLimit, stopping);
                    }

                    await engine.RemoveForkAsync(sandbox, revision.Spec.Service, revision.Revision, stopping);
                    _ended.Forget(revision.Spec.Service, revision.Revision);
                    return;
                }
                catch (Exception e) when (!stopping.IsCancellationRequested)
                {
                    failed(sandbox, e);
                    await store.WaitForAsync(sandbox, record => record is null or { Spec.Deletion: not null }, options.RetryDelay, time, stopping);
                }
            }
        }
    }

    /// <summary>Unpublish, drain, remove, forget; each step can be repeated after a crash.</summary>
    private async Task RemoveAsync(SandboxRecord record, Deletion deletion, CancellationToken cancellationToken)
    {
        await _removing.WaitAsync(cancellationToken);
        try
        {
            await Task.WhenAll(_forks.Values);
            await Task.WhenAll(_retiring.Keys);
            if (store.Find(sandbox) is not { Spec.Deletion: not null })
            {
                return;
            }

            await routes.SyncAsync(cancellationToken);
            var upstreams = record.Forks.Values.Select(fork => fork.Serving).OfType<ServingRevision>().Where(serving => serving.Down is null);
            await Task.WhenAll(upstreams.Select(serving => publisher.DrainAsync(serving.Address, options.DrainLimit, cancellationToken)));
            await engine.RemoveSandboxAsync(sandbox, cancellationToken);
            await store.RemoveAsync(sandbox, deletion.Reason, CancellationToken.None);
            await routes.SyncAsync(CancellationToken.None);
        }
        finally
        {
            _removing.Release();
        }
    }

    private ForkWorker Fork(string service) => new(sandbox, service, store, engine, routes, _ended, time, RetireAsync);
}
