using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Deploying;

/// <summary>Captures a tree and asks for new revisions of the forks of some services.</summary>
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
        if ((allowed.Failure ?? ForkEnvironmentCheck.Check(request.Environment)) is { } refused)
        {
            return refused;
        }

        var source = await _engine.CaptureAsync(new CaptureRequest(request.Caller.Owner.Tree, request.Ref), cancellationToken);
        if (!source.IsSuccess)
        {
            return source.Failure;
        }

        var services = await _engine.SelectServicesAsync(source.Value, request.Services, cancellationToken);
        if (!services.IsSuccess)
        {
            return services.Failure;
        }

        SandboxFailure? failure = null;
        var written = await _store.UpdateAsync(request.Sandbox, Change, cancellationToken);
        if (failure is not null || written is null)
        {
            return failure ?? SandboxFailures.NotFound(request.Sandbox, _store);
        }

        var deployed = services.Value.Select(service => written.Spec.Forks[service]).ToList();
        var record = await WaitAsync(request, deployed, progress, cancellationToken);
        if (record is null)
        {
            return SandboxFailures.NotFound(request.Sandbox, _store);
        }

        var view = await _views.ShowAsync(record, cancellationToken);
        var differences = await _engine.DescribeDifferenceAsync(source.Value, cancellationToken);
        return new DeployForkResult(view with { Notes = [.. view.Notes, .. differences.Select(line => $"Configuration differs from trunk's: {line}")] }, deployed);

        SandboxRecord? Change(SandboxRecord? current)
        {
            // Looked at again under the store's lock: a deletion may have come while the tree was captured.
            failure = SandboxAccess.ForChanging(_store, request.Sandbox, request.Caller, request.TakeOver).Failure;
            return failure is not null || current is null ? current : WithForks(current, request, source.Value, services.Value);
        }
    }

    private SandboxRecord WithForks(SandboxRecord current, DeployForkRequest request, ForkSource source, IReadOnlyList<string> services)
    {
        var now = _time.GetUtcNow();
        var forks = new Dictionary<string, ForkSpec>(current.Spec.Forks);
        var revisions = new Dictionary<string, int>(current.Spec.LastRevisions);
        foreach (var service in services)
        {
            revisions[service] = revisions.GetValueOrDefault(service) + 1;
            forks[service] = new ForkSpec
            {
                Service = service,
                Revision = revisions[service],
                Source = source,
                Environment = request.Environment,
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
