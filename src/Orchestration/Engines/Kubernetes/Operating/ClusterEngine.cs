using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>Forks as clones of the cluster's workloads, as the operator makes them. Trees and images are the caller's: nothing is captured here.</summary>
internal sealed class ClusterEngine(KubernetesSandboxStore store, ForkMaker maker, ForkWatch watch, IKubernetesApi api, NamespaceCaches caches) : ISandboxEngine
{
    /// <summary>So many forks are made at once; a thousand that are asked for together wait in turn, and not in the cluster's queues.</summary>
    private const int MaxMaking = 8;

    private static readonly SandboxFailure s_notHere = new()
    {
        Code = FailureCodes.Internal,
        Category = FailureCategory.Internal,
        Message = "The operator has no working trees; files are captured on the caller's machine.",
        Hint = "This is a mistake of the program; report it.",
    };

    private readonly SemaphoreSlim _making = new(MaxMaking, MaxMaking);

    public string Name => "kubernetes";

    public EngineCapabilities Capabilities => EngineCapabilities.SurvivesRestart;

    public Action<ForkEnded>? ForkEnded { get; set; }

    public Action<ForkRecovered>? ForkRecovered { get; set; }

    public Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => Task.FromResult<Result<ForkSource>>(s_notHere);

    public Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    public Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken) =>
        Task.FromResult<Result<IReadOnlyList<string>>>(s_notHere);

    public async Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        if (store.Resource(revision.Sandbox) is not { } sandbox)
        {
            return MakingFailures.SandboxGone(revision.Sandbox);
        }

        var deployment = await MakeAsync(sandbox, revision.Spec, cancellationToken);
        if (deployment.IsSuccess)
        {
            return await watch.WaitAsync(revision, deployment.Value, progress, cancellationToken);
        }

        ClusterFailure.ThrowIfPassing(deployment.Failure); // the fork has not failed; it is tried again
        return deployment.Failure;
    }

    /// <summary>True while its Deployment is there: pods come and go by themselves.</summary>
    public bool IsRunning(SandboxId sandbox, string service, int revision) => maker.Find(sandbox, service, revision) is not null;

    public Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken) =>
        maker.RemoveAsync(sandbox, item => ForkLabels.Is(item, sandbox.Value, service, revision), cancellationToken);

    public Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken) => maker.RemoveAsync(sandbox, _ => true, cancellationToken);

    public async Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken)
    {
        var records = live.ToDictionary(record => record.Spec.Id.Value, StringComparer.Ordinal);
        var removed = new List<string>();
        foreach (var deployment in caches.Forks().ToList())
        {
            if (ForkLabels.Of(deployment) is { } fork && !IsNeeded(records.GetValueOrDefault(fork.Sandbox), fork.Service, fork.Revision))
            {
                ClusterFailure.ThrowUnlessGone(
                    await api.DeleteAsync(ResourceKinds.Deployments, caches.Namespace, deployment.Name(), new DeleteOptions(Uid: deployment.Uid()), cancellationToken));
                removed.Add($"{deployment.Describe()}, which no sandbox needs");
            }
        }

        return removed;
    }

    public Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken) =>
        new ClusterLogs(api, caches.Namespace).ReadAsync(request, [.. caches.Pods.Items], [.. caches.Services.Items], cancellationToken);

    /// <summary>Looks at what serves of a sandbox, and tells of what has ended for good, and of what came back.</summary>
    /// <returns>True when something does not answer that may still come back, so that it is worth another look without news.</returns>
    public async Task<bool> LookAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        var isWaiting = false;
        foreach (var serving in store.Find(sandbox)?.Forks.Values.Select(fork => fork.Serving).OfType<ServingRevision>() ?? [])
        {
            var revision = new ForkRevision(sandbox, serving.Spec with { Revision = serving.Revision });
            if (maker.Find(sandbox, revision.Service, serving.Revision) is { } deployment)
            {
                isWaiting |= await LookAsync(revision, serving, deployment, cancellationToken);
            }
        }

        return isWaiting;
    }

    private async Task<bool> LookAsync(ForkRevision revision, ServingRevision serving, JsonObject deployment, CancellationToken cancellationToken)
    {
        switch (serving.Down is null, watch.IsAnswering(revision, deployment))
        {
            case (true, false) when await watch.FindFailureAsync(revision, deployment, cancellationToken) is { } failure:
                ForkEnded?.Invoke(new ForkEnded(revision.Sandbox, revision.Service, revision.Revision, failure));
                return false;
            case (true, false):
                return true;
            case (false, true):
                ForkRecovered?.Invoke(new ForkRecovered(revision.Sandbox, revision.Service, revision.Revision));
                return false;
            default:
                return false;
        }
    }

    private async Task<Result<JsonObject>> MakeAsync(JsonObject sandbox, ForkSpec fork, CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken);
        try
        {
            return await maker.EnsureAsync(sandbox, fork, cancellationToken);
        }
        finally
        {
            _making.Release();
        }
    }

    private static bool IsNeeded(SandboxRecord? record, string service, int revision) =>
        record is not null && (record.Spec.Forks.GetValueOrDefault(service)?.Revision == revision || record.Forks.GetValueOrDefault(service)?.Serving?.Revision == revision);
}
