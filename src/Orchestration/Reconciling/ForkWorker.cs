using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>Makes one fork agree with its spec, one action at a time; a newer wish cancels what is on its way.</summary>
internal sealed class ForkWorker(
    SandboxId sandbox, string service, ISandboxStore store, ISandboxEngine engine, IRouteSync routes, EndedRevisions ended, TimeProvider time, Func<ServingRevision, Task> retire)
{
    /// <summary>What the fork needs now.</summary>
    public ForkAction NextAction()
    {
        var record = store.Find(sandbox);
        return record is null or { Spec.Deletion: not null } or { Refusal: not null } ? ForkAction.None : Decide(record);
    }

    /// <summary>Runs until the fork is as wanted, then returns.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (store.Find(sandbox) is not { Spec.Deletion: null, Refusal: null } record)
            {
                return;
            }

            var spec = record.Spec.Forks.GetValueOrDefault(service);
            var status = record.Forks.GetValueOrDefault(service);
            switch (Decide(record))
            {
                case ForkAction.None:
                    return;
                case ForkAction.Remove:
                    await RemoveAsync(status!, cancellationToken); // Remove is decided only with a status
                    break;
                case ForkAction.Restart:
                    await WhileAsync(() => Wanted() is not null, token => RestartAsync(status!.Serving!, token), cancellationToken); // Restart is decided only with a serving revision
                    break;
                case ForkAction.Deploy:
                    await WhileAsync(() => Wanted()?.Revision == spec!.Revision, token => DeployAsync(spec!, token), cancellationToken); // Deploy is decided only with a spec
                    break;
            }
        }
    }

    private ForkAction Decide(SandboxRecord record)
    {
        var status = record.Forks.GetValueOrDefault(service);
        var servingRuns = status?.Serving is { } serving && engine.IsRunning(sandbox, service, serving.Revision);
        return ForkDecision.Decide(record.Spec.Forks.GetValueOrDefault(service), status, servingRuns);
    }

    private ForkSpec? Wanted() => store.Find(sandbox) is { Spec.Deletion: null } record ? record.Spec.Forks.GetValueOrDefault(service) : null;

    /// <summary>Runs an action and cancels it as soon as the store no longer wants it.</summary>
    private async Task WhileAsync(Func<bool> isWanted, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        using var superseded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = CancelWhenUnwantedAsync(isWanted, superseded, done.Token);
        try
        {
            await action(superseded.Token);
        }
        catch (OperationCanceledException) when (superseded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The next look at the store decides what to do instead.
        }
        finally
        {
            await done.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CancelWhenUnwantedAsync(Func<bool> isWanted, CancellationTokenSource superseded, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = store.WhenChanged(sandbox);
            if (!isWanted())
            {
                await superseded.CancelAsync();
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private async Task DeployAsync(ForkSpec spec, CancellationToken cancellationToken)
    {
        await SetPhaseAsync(spec.Revision, ForkPhase.Queued, null, cancellationToken);
        var progress = new StepProgress(step => SetPhaseAsync(spec.Revision, step.Phase, step.Activity, CancellationToken.None));
        Result<ForkInstance> result;
        try
        {
            result = await EnsureAsync(spec, progress, cancellationToken);
            await progress.WhenReportedAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch
        {
            await progress.WhenReportedAsync(); // so that nothing of this revision is written after its successor has begun
            await RemoveUnlessServingAsync(spec.Revision); // what was begun must not stay behind
            throw;
        }

        // One that ended right after its health check never served: the old revision goes on.
        if ((result.Failure ?? ended.Find(service, spec.Revision)) is { } failure)
        {
            await RemoveUnlessServingAsync(spec.Revision); // its logs stay
            await FailAsync(spec, failure);
            return;
        }

        var previous = Serving();
        await ServeAsync(spec, result.Value!, spec.Revision); // no failure, so a value
        if (previous is not null && previous.Revision != spec.Revision)
        {
            _ = retire(previous);
        }
    }

    private async Task RestartAsync(ServingRevision serving, CancellationToken cancellationToken)
    {
        var result = await EnsureAsync(serving.Spec, new StepProgress(_ => Task.CompletedTask), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.IsSuccess)
        {
            await ServeAsync(serving.Spec, result.Value, null);
        }
        else
        {
            await MarkDownAsync(serving.Revision, result.Failure);
        }
    }

    private Task<Result<ForkInstance>> EnsureAsync(ForkSpec spec, StepProgress progress, CancellationToken cancellationToken)
    {
        if (!engine.IsRunning(sandbox, service, spec.Revision))
        {
            ended.Forget(service, spec.Revision);
        }

        return engine.EnsureForkAsync(new ForkRevision(sandbox, spec), progress, cancellationToken);
    }

    /// <summary>A revision that serves already is deployed again when its route could not be confirmed; it goes on serving.</summary>
    private Task RemoveUnlessServingAsync(int revision) => Serving()?.Revision == revision
        ? Task.CompletedTask
        : engine.RemoveForkAsync(sandbox, service, revision, CancellationToken.None);

    private ServingRevision? Serving() => store.Find(sandbox)?.Forks.GetValueOrDefault(service)?.Serving;

    /// <summary>Switches to a healthy revision: recorded first, confirmed by the routers, only then called ready.</summary>
    /// <remarks>Not cancellable: the revision already runs and has to be accounted for.</remarks>
    private async Task ServeAsync(ForkSpec spec, ForkInstance instance, int? deployed)
    {
        var now = time.GetUtcNow();
        var serving = new ServingRevision { Revision = spec.Revision, Spec = spec, Address = instance.Address, ReadyAt = now };
        await ChangeAsync(status => (status ?? Begin(spec.Revision)) with
        {
            Serving = serving,
            Phase = deployed is null ? status?.Phase ?? ForkPhase.Routing : ForkPhase.Routing,
            Activity = null,
            Since = now,
        });
        if (ended.Find(service, spec.Revision) is { } failure)
        {
            await MarkDownAsync(spec.Revision, failure);
            return;
        }

        await routes.SyncAsync(CancellationToken.None);
        await BeReadyAsync(spec.Revision);
    }

    private Task BeReadyAsync(int revision) => ChangeAsync(status => status is null || status.Phase == ForkPhase.Ready || status.Serving?.Revision != revision || status.Serving.Down is not null || status.Revision != revision
        ? status
        : status with { Phase = ForkPhase.Ready, Failure = null, Since = time.GetUtcNow() });

    private async Task FailAsync(ForkSpec spec, SandboxFailure failure)
    {
        await ChangeAsync(status => (status ?? Begin(spec.Revision)) with
        {
            Revision = spec.Revision,
            Phase = ForkPhase.Failed,
            Failure = failure,
            Activity = null,
            Since = time.GetUtcNow(),
        });
        await routes.SyncAsync(CancellationToken.None);
    }

    /// <summary>Records that a serving revision ended by itself; its route then says so.</summary>
    public async Task MarkDownAsync(int revision, SandboxFailure failure)
    {
        ended.Note(service, revision, failure); // before the look at the record: whoever records it as serving looks here afterwards
        await ChangeAsync(status => status?.Serving?.Revision != revision || status.Serving.Down is not null
            ? status
            : status with
            {
                Serving = status.Serving with { Down = failure },
                Phase = status.Revision == revision ? ForkPhase.Crashed : status.Phase,
                Failure = status.Revision == revision ? failure : status.Failure,
                Since = time.GetUtcNow(),
            });
        await routes.SyncAsync(CancellationToken.None);
    }

    /// <summary>Records that a revision which had ended serves again: routed first, only then called ready.</summary>
    public async Task MarkUpAsync(int revision)
    {
        ended.Forget(service, revision);
        await ChangeAsync(status => status?.Serving?.Revision != revision || status.Serving.Down is null
            ? status
            : status with
            {
                Serving = status.Serving with { Down = null },
                Phase = status.Revision == revision && status.Phase == ForkPhase.Crashed ? ForkPhase.Routing : status.Phase,
                Since = time.GetUtcNow(),
            });
        await routes.SyncAsync(CancellationToken.None);
        await BeReadyAsync(revision);
    }

    private async Task RemoveAsync(ForkStatus status, CancellationToken cancellationToken)
    {
        await routes.SyncAsync(cancellationToken);
        if (status.Serving is { } serving)
        {
            await retire(serving);
        }

        await engine.RemoveForkAsync(sandbox, service, status.Revision, cancellationToken);
        await store.UpdateAsync(
            sandbox,
            record => record is null || !record.Forks.ContainsKey(service) ? record : record with { Forks = Without(record.Forks) },
            CancellationToken.None);
        if (Wanted() is not null)
        {
            // It was asked for again meanwhile; a table of that time leads to the revision that is gone now.
            await routes.SyncAsync(cancellationToken);
        }
    }

    private Task SetPhaseAsync(int revision, ForkPhase phase, string? activity, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ChangeAsync(status => (status ?? Begin(revision)) with
        {
            Revision = revision,
            Phase = phase,
            Activity = activity,
            Failure = null,
            Since = time.GetUtcNow(),
        });
    }

    private Task ChangeAsync(Func<ForkStatus?, ForkStatus?> change) => store.UpdateAsync(
        sandbox,
        record =>
        {
            var current = record?.Forks.GetValueOrDefault(service);
            var next = change(current);
            return record is null || next is null || ReferenceEquals(next, current)
                ? record
                : record with { Forks = new Dictionary<string, ForkStatus>(record.Forks) { [service] = next } };
        },
        CancellationToken.None);

    private ForkStatus Begin(int revision) => new()
    {
        Service = service,
        Revision = revision,
        Phase = ForkPhase.Queued,
        Since = time.GetUtcNow(),
    };

    private Dictionary<string, ForkStatus> Without(IReadOnlyDictionary<string, ForkStatus> forks) =>
        forks.Where(pair => pair.Key != service).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Reports in the order of the calls; <see cref="Progress{T}"/> would not. A store that takes its time blocks no thread for it.</summary>
    private sealed class StepProgress(Func<ForkProgress, Task> report) : IProgress<ForkProgress>
    {
        private readonly Lock _gate = new();
        private Task _reported = Task.CompletedTask;

        public void Report(ForkProgress value)
        {
            Task reported;
            lock (_gate)
            {
                _reported = reported = _reported.IsCompleted ? report(value) : AfterAsync(_reported, value);
            }

            if (reported.IsCompleted)
            {
                reported.GetAwaiter().GetResult(); // what a store throws at once ends the deploy at once
            }
        }

        /// <summary>Ends when everything is reported. A report that failed is no reason to give a fork up: its end is written anyway.</summary>
        public Task WhenReportedAsync()
        {
            lock (_gate)
            {
                return _reported.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        private async Task AfterAsync(Task before, ForkProgress value)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await report(value);
        }
    }
}
