using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.Waiting;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>
/// The store as callers on this machine see it: a fork that is wanted from files is built here first, and only its image
/// reaches the cluster. Until then, and when the build fails, the fork stands in this process alone, so that a process that
/// dies in the middle leaves nothing half-done in the cluster.
/// </summary>
internal sealed partial class BuildingStore(ISandboxStore cluster, ImageBuilder builder, TimeProvider time, ILogger<BuildingStore> logger) : ISandboxStore, IAsyncDisposable
{
    private static readonly TimeSpan s_writeLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_writePause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(SandboxId Sandbox, string Service), Pending> _pending = new();
    private readonly ConcurrentDictionary<SandboxId, byte> _seen = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ChangeSignal _changed = new();

    /// <summary>Removes the files of a sandbox that is gone; set before the first use.</summary>
    public Action<SandboxId> Removed { get; set; } = _ => { };

    /// <summary>Calls back after each change, until the token fires; what fails is tried again with the next one.</summary>
    public async Task FollowAsync(Func<CancellationToken, Task> actAsync, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = WhenChanged();
            try
            {
                await actAsync(cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotTidied(e.Message);
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>True while an image is on its way.</summary>
    public bool IsBuilding => _pending.Values.Any(pending => !pending.Status.IsSettled);

    public SandboxRecord? Find(SandboxId id)
    {
        var record = cluster.Find(id);
        if (record is not null)
        {
            _seen[id] = 0;
        }
        else if (_seen.TryRemove(id, out _))
        {
            Tidy(id); // before anybody is told that nothing is left
        }

        return WithPending(record);
    }

    public IReadOnlyList<SandboxRecord> List() => [.. cluster.List().Select(record => WithPending(record)!)]; // a record stays one

    public IReadOnlyList<EndedKey> EndedKeys() => cluster.EndedKeys();

    public Task WhenChanged() => Task.WhenAny(cluster.WhenChanged(), _changed.Next);

    public Task RemoveAsync(SandboxId id, string reason, CancellationToken cancellationToken) => cluster.RemoveAsync(id, reason, cancellationToken);

    public async Task<SandboxRecord?> UpdateAsync(SandboxId id, Func<SandboxRecord?, SandboxRecord?> change, CancellationToken cancellationToken)
    {
        var begun = new List<Pending>();
        var written = await cluster.UpdateAsync(
            id,
            current =>
            {
                begun.Clear();
                var seen = WithPending(current);
                var next = change(seen);
                return next is null || ReferenceEquals(next, seen) ? current : Withheld(current, next, begun);
            },
            cancellationToken);
        foreach (var pending in begun)
        {
            Begin(pending);
        }

        Forget(id, written);
        return WithPending(written);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_pending.Values.Select(pending => pending.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static bool NeedsImage(ForkSpec fork) => fork.Source.Kind != SourceKind.Image && fork.Workload?.Image is null;

    /// <summary>What goes to the cluster now: without the forks that have to be built, which stay there as they were.</summary>
    private SandboxRecord Withheld(SandboxRecord? current, SandboxRecord next, List<Pending> begun)
    {
        var forks = new Dictionary<string, ForkSpec>(StringComparer.Ordinal);
        foreach (var (service, fork) in next.Spec.Forks)
        {
            if (!NeedsImage(fork))
            {
                forks[service] = fork;
                continue;
            }

            if (!_pending.TryGetValue((next.Spec.Id, service), out var known) || known.Fork != fork)
            {
                begun.Add(new Pending(next.Spec.Id, fork));
            }

            if (current?.Spec.Forks.GetValueOrDefault(service) is { } old && !NeedsImage(old))
            {
                forks[service] = old;
            }
        }

        return next with { Spec = next.Spec with { Forks = forks } };
    }

    private SandboxRecord? WithPending(SandboxRecord? record)
    {
        if (record is null || record.Spec.Deletion is not null || !_pending.Keys.Any(key => key.Sandbox == record.Spec.Id))
        {
            return record;
        }

        var forks = new Dictionary<string, ForkSpec>(record.Spec.Forks, StringComparer.Ordinal);
        var statuses = new Dictionary<string, ForkStatus>(record.Forks, StringComparer.Ordinal);
        foreach (var pending in _pending.Values.Where(pending => pending.Sandbox == record.Spec.Id))
        {
            forks[pending.Fork.Service] = pending.Fork;
            statuses[pending.Fork.Service] = pending.Status with { Serving = record.Forks.GetValueOrDefault(pending.Fork.Service)?.Serving };
        }

        return record with { Spec = record.Spec with { Forks = forks }, Forks = statuses };
    }

    private void Begin(Pending pending)
    {
        pending.Status = new ForkStatus { Service = pending.Fork.Service, Revision = pending.Fork.Revision, Phase = ForkPhase.Queued, Since = time.GetUtcNow() };

        // Replaced in one step: whoever waits for the older one must not see a moment without any.
        Pending? older = null;
        _pending.AddOrUpdate(
            (pending.Sandbox, pending.Fork.Service),
            _ => pending,
            (_, before) =>
            {
                older = before;
                return pending;
            });
        older?.Cancel();
        pending.Work = Task.Run(() => BuildAsync(pending));
        _changed.Pulse();
    }

    private async Task BuildAsync(Pending pending)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, pending.Cancelled);
        try
        {
            var image = await builder.BuildAsync(pending.Sandbox, pending.Fork, new Steps(step => Show(pending, step)), either.Token);
            if (image.IsSuccess)
            {
                await DeployAsync(pending, image.Value, either.Token);
            }
            else
            {
                Fail(pending, image.Failure);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // A newer one is on its way, or the host ends: nothing of this one is in the cluster.
        }
        catch (Exception e)
        {
            LogFailed(pending.Sandbox, pending.Fork.Service, e);
            Fail(pending, (e as Storing.ClusterFailureException)?.Failure ?? Unexpected(pending, e));
        }
    }

    private async Task DeployAsync(Pending pending, string image, CancellationToken cancellationToken)
    {
        Show(pending, new ForkProgress(ForkPhase.Queued, "handing its image to the cluster"));
        await WriteAsync(pending, image, cancellationToken);
        _pending.TryRemove(KeyValuePair.Create((pending.Sandbox, pending.Fork.Service), pending));
        _changed.Pulse();
    }

    /// <summary>What was built is not thrown away because the API server is away for a moment.</summary>
    private async Task WriteAsync(Pending pending, string image, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                await cluster.UpdateAsync(
                    pending.Sandbox, current => current is null or { Spec.Deletion: not null } ? current : WithImage(current, pending.Fork, image), cancellationToken);
                return;
            }
            catch (Storing.ClusterFailureException e) when (e.Failure.Retryable && time.GetElapsedTime(begun) < s_writeLimit)
            {
                await Task.Delay(s_writePause, time, cancellationToken);
            }
        }
    }

    /// <summary>Somebody else may have deployed meanwhile; the number that was promised is then the next free one.</summary>
    private static SandboxRecord WithImage(SandboxRecord current, ForkSpec fork, string image)
    {
        var revision = current.Spec.Forks.GetValueOrDefault(fork.Service)?.Revision >= fork.Revision
            ? current.Spec.LastRevisions.GetValueOrDefault(fork.Service) + 1
            : fork.Revision;
        var wanted = fork with { Revision = revision, Workload = (fork.Workload ?? new ForkWorkloadSpec()) with { Image = image } };
        return current with
        {
            Spec = current.Spec with
            {
                Forks = new Dictionary<string, ForkSpec>(current.Spec.Forks) { [fork.Service] = wanted },
                LastRevisions = new Dictionary<string, int>(current.Spec.LastRevisions) { [fork.Service] = Math.Max(revision, current.Spec.LastRevisions.GetValueOrDefault(fork.Service)) },
            },
        };
    }

    private void Show(Pending pending, ForkProgress step)
    {
        pending.Status = pending.Status with { Phase = step.Phase, Activity = step.Activity };
        _changed.Pulse();
    }

    private void Fail(Pending pending, SandboxFailure failure)
    {
        pending.Status = pending.Status with { Phase = ForkPhase.Failed, Activity = null, Failure = failure, Since = time.GetUtcNow() };
        _changed.Pulse();
    }

    /// <summary>A fork that is not wanted any more, or whose sandbox goes, need not be built.</summary>
    private void Forget(SandboxId id, SandboxRecord? written)
    {
        if (written is { Spec.Deletion: null })
        {
            return;
        }

        foreach (var key in _pending.Keys.Where(key => key.Sandbox == id).ToList())
        {
            Cancel(key);
        }
    }

    private void Cancel((SandboxId, string) key)
    {
        if (_pending.TryRemove(key, out var pending))
        {
            pending.Cancel();
            _changed.Pulse();
        }
    }

    private void Tidy(SandboxId id)
    {
        try
        {
            Removed(id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotTidied(e.Message);
        }
    }

    private static SandboxFailure Unexpected(Pending pending, Exception e) => new()
    {
        Code = FailureCodes.Internal,
        Category = FailureCategory.Internal,
        Message = $"Building the image of '{pending.Fork.Service}' failed: {e.Message}",
        Hint = "Deploy again; if it stays, report it with the host's log.",
        Retryable = true,
    };

    [LoggerMessage(EventId = 6201, Level = LogLevel.Error, Message = "The image of {Service} for {Sandbox} could not be built or deployed.")]
    private partial void LogFailed(SandboxId sandbox, string service, Exception exception);

    [LoggerMessage(EventId = 6202, Level = LogLevel.Warning, Message = "Files of a sandbox that is gone could not be removed: {Reason}")]
    private partial void LogNotTidied(string reason);

    private sealed class Pending(SandboxId sandbox, ForkSpec fork)
    {
        private readonly CancellationTokenSource _cancel = new();

        public SandboxId Sandbox => sandbox;

        public ForkSpec Fork => fork;

        public ForkStatus Status { get; set; } = null!; // set before anybody finds it

        public Task Work { get; set; } = Task.CompletedTask;

        public CancellationToken Cancelled => _cancel.Token;

        public void Cancel() => _cancel.Cancel();
    }

    private sealed class Steps(Action<ForkProgress> report) : IProgress<ForkProgress>
    {
        public void Report(ForkProgress value) => report(value);
    }
}
