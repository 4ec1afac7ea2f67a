using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Traffic;
using AgentSandbox.Orchestration.Engines.Kubernetes.Runs;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing.Cluster;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>The parts of the Kubernetes engine on a user's machine, wired.</summary>
internal sealed record ClusterParts : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _tidying = Task.CompletedTask;

    public required SandboxConfiguration Configuration { get; init; }

    public required IKubernetesApi Api { get; init; }

    public required CallerCaches Caches { get; init; }

    public required ClusterCheck Check { get; init; }

    public required EndedKeyLedger Ended { get; init; }

    public required BuildingStore Store { get; init; }

    public required ConfirmedRoutes Routes { get; init; }

    public required ClusterRunStore Runs { get; init; }

    public required RouterClient Routers { get; init; }

    public required ServiceEntries Entries { get; init; }

    public required OutputTailer Tailer { get; init; }

    public required ServiceClient Client { get; init; }

    public required SandboxUseCases UseCases { get; init; }

    /// <summary>Returns when everything was seen, or with what is missing: a right, the definitions, the operator.</summary>
    public async Task<Result<Done>> StartAsync(CancellationToken cancellationToken)
    {
        // Before the caches: these would wait for an API server that does not answer, and name one missing thing at a time.
        if (await Check.AtStartAsync(cancellationToken) is { } missing)
        {
            return missing;
        }

        var complete = await Caches.WhenCompleteAsync(cancellationToken);
        if (!complete.IsSuccess)
        {
            return complete.Failure;
        }

        await Ended.LoadAsync(cancellationToken); // without the right to it, ended keys are merely not explained
        Routes.Start();

        // Logs and runs of a sandbox go with it, whoever ended it.
        _tidying = Store.FollowAsync(token => UseCases.Engine.SweepAsync(Store.List(), token), _stop.Token);
        return default(Done);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _tidying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await UseCases.PlanRuns.DisposeAsync();
        await Runs.DisposeAsync();
        await UseCases.Recordings.DisposeAsync();
        Routers.Dispose();
        await Store.DisposeAsync();
        await Routes.DisposeAsync();
        await Entries.DisposeAsync();
        await Tailer.DisposeAsync();
        await Caches.DisposeAsync();
        Client.Dispose();
        Api.Dispose();
    }
}
