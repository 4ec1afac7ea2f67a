using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;
using AgentSandbox.Orchestration.Engines.Kubernetes.Runs;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing.Cluster;

namespace AgentSandbox.Orchestration.Hosting.Cluster.Team;

/// <summary>The parts of one caller, wired.</summary>
internal sealed record TeamParts : IAsyncDisposable
{
    public required CallerCaches Caches { get; init; }

    public required EndedKeyLedger Ended { get; init; }

    public required ClusterCheck Check { get; init; }

    public required ClusterRunStore Runs { get; init; }

    public required ConfirmedRoutes Routes { get; init; }

    public required ServiceClient Client { get; init; }

    /// <summary>Asks routers for hops.</summary>
    public required HttpMessageInvoker Hops { get; init; }

    public required SandboxUseCases UseCases { get; init; }

    public async ValueTask DisposeAsync()
    {
        await UseCases.PlanRuns.DisposeAsync();
        await Runs.DisposeAsync();
        await UseCases.Recordings.DisposeAsync();
        await Routes.DisposeAsync();
        await Caches.DisposeAsync();
        Hops.Dispose();
        Client.Dispose();
    }
}
