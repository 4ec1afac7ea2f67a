using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Deploying;

/// <summary>Captures a tree, or takes an image, and asks for new revisions of the forks of some services.</summary>
public sealed class DeployFork
{
    private readonly ISandboxStore _store;
    private readonly ISandboxEngine _engine;
    private readonly SandboxViews _views;
    private readonly TimeProvider _time;

    internal DeployFork(ISandboxStore store, ISandboxEngine engine, SandboxViews views, TimeProvider time)
    {
        _store = store;
        _engine = engine;
        _views = views;
        _time = time;
    }

    /// <summary>Returns when the newest revisions are ready or failed, or when the wait is over.</summary>
    /// <param name="request">What to deploy where.</param>
    /// <param name="progress">Told of each change of the sandbox while the call waits.</param>
    /// <param name="cancellationToken">Ends the wait; the deploy goes on.</param>
    public async Task<Result<DeployForkResult>> ExecuteAsync(DeployForkRequest request, IProgress<SandboxRecord> progress, CancellationToken cancellationToken)
    {
        var allowed = SandboxAccess.ForChanging(_store, request.Sandbox, request.Caller, request.TakeOver);
        if (!allowed.IsSuccess)
        {
            return allowed.Failure;
        }

        if ((_store.Find(request.Sandbox)?.Refusal ?? DeployArguments.Check(request, _engine) ?? await _engine.CheckAsync(EngineUse.Change, cancellationToken)) is { } refused)
        {
            return refused;
        }

        var wishes = await new ForkWishes(_engine).OfAsync(request, allowed.Value, cancellationToken);
        if (!wishes.IsSuccess)
        {
            return wishes.Failure;
        }

        SandboxFailure? failure = null;
        var written = await _store.UpdateAsync(request.Sandbox, Change, cancellationToken);
        if (failure is not null || written is null)
        {
            return failure ?? SandboxFailures.NotFound(request.Sandbox, _store);
        }

        var deployed = wishes.Value.Select(wish => written.Spec.Forks[wish.Service]).ToList();
        var record = await WaitAsync(request, deployed, progress, cancellationToken);
        if (record is null)
        {
            return SandboxFailures.NotFound(request.Sandbox, _store);
        }

        var view = await _views.ShowAsync(record, cancellationToken);
        var files = wishes.Value.Select(wish => wish.Source).FirstOrDefault(source => source.Kind != SourceKind.Image);
        var differences = files is null ? [] : await _engine.DescribeDifferenceAsync(files, cancellationToken);
        return new DeployForkResult(view with { Notes = [.. view.Notes, .. differences.Select(line => $"Configuration differs from trunk's: {line}")] }, deployed);

        SandboxRecord? Change(SandboxRecord? current)
        {
            // Looked at again under the store's lock: a deletion may have come while the tree was captured.
            failure = SandboxAccess.ForChanging(_store, request.Sandbox, request.Caller, request.TakeOver).Failure;
            return failure is not null || current is null ? current : WithForks(current, request, wishes.Value);
        }
    }

    private SandboxRecord WithForks(SandboxRecord current, DeployForkRequest request, IReadOnlyList<ForkWish> wishes)
    {
        var now = _time.GetUtcNow();
        var forks = new Dictionary<string, ForkSpec>(current.Spec.Forks);
        var revisions = new Dictionary<string, int>(current.Spec.LastRevisions);
        foreach (var wish in wishes)
        {
            revisions[wish.Service] = revisions.GetValueOrDefault(wish.Service) + 1;
            forks[wish.Service] = new ForkSpec
            {
                Service = wish.Service,
                Revision = revisions[wish.Service],
                Source = wish.Source,
                Environment = wish.Environment,
                Workload = wish.Workload,
                RequestedAt = now,
            };
        }

        return ActivityTracker.Renew(current, now)! with // current is not null
        {
            Spec = current.Spec with { Owner = request.Caller.Owner, Forks = forks, LastRevisions = revisions },
        };
    }

    /// <summary>Waits for the newest wanted revision of each service, which may be newer than the one asked for here.</summary>
    private Task<SandboxRecord?> WaitAsync(
        DeployForkRequest request, IReadOnlyList<ForkSpec> deployed, IProgress<SandboxRecord> progress, CancellationToken cancellationToken)
    {
        var names = deployed.Select(fork => fork.Service).ToList();
        return _store.WaitForAsync(
            request.Sandbox,
            record =>
            {
                if (record is not null)
                {
                    progress.Report(record);
                }

                return record is null or { Spec.Deletion: not null }
                    || names.All(name => !record.Spec.Forks.TryGetValue(name, out var fork) || SandboxPhases.IsSettled(record, fork));
            },
            request.Wait,
            _time,
            cancellationToken);
    }
}
