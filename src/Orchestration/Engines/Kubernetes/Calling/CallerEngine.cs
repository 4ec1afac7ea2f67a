using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;
using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>The caller's side of the engine: captures trees, chooses services, reads logs. What runs is the operator's work.</summary>
internal sealed class CallerEngine(LocalSources sources, LocalLayout layout, ISandboxStore store, IKubernetesApi api, CallerCaches caches) : ISandboxEngine
{
    public string Name => "kubernetes";

    public EngineCapabilities Capabilities => EngineCapabilities.WorkingTrees
        | EngineCapabilities.SurvivesRestart
        | EngineCapabilities.Workloads
        | (layout.Location.IsGit ? EngineCapabilities.Refs : EngineCapabilities.None);

    public required ClusterCheck Check { private get; init; }

    public Action<ForkEnded>? ForkEnded { get; set; }

    public Task<SandboxFailure?> CheckAsync(EngineUse use, CancellationToken cancellationToken) => Check.ForUseAsync(use, cancellationToken);

    public async Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await sources.CaptureAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LocalFailures.Storage($"Capturing '{request.Tree}'", e);
        }
    }

    public async Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken) =>
        source.Kind == SourceKind.Image || source.Tree.Length == 0 || !Directory.Exists(source.Tree) ? null : await sources.IsStaleAsync(source, cancellationToken);

    public async Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        // An image has no configuration of its own: any Service of the namespace can be forked with it.
        var selected = source.Kind == SourceKind.Image
            ? Result<IReadOnlyList<string>>.Success(services)
            : await sources.SelectAsync(source, services, cancellationToken);
        if (!selected.IsSuccess)
        {
            return selected;
        }

        var missing = selected.Value.FirstOrDefault(service => caches.Services.Find(caches.Namespace, service) is null);
        return missing is null ? selected : NotInCluster(missing, source);
    }

    public Task<IReadOnlyList<string>> DescribeDifferenceAsync(ForkSource source, CancellationToken cancellationToken) => sources.DescribeDifferenceAsync(source, cancellationToken);

    public Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The operator makes forks.");

    /// <summary>As the operator last said it.</summary>
    public bool IsRunning(SandboxId sandbox, string service, int revision) =>
        store.Find(sandbox)?.Forks.GetValueOrDefault(service)?.Serving is { Down: null } serving && serving.Revision == revision;

    public Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The operator removes forks.");

    public Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The operator removes sandboxes.");

    /// <summary>Files of builds on this machine; what is in the cluster is the operator's to sweep.</summary>
    public Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken)
    {
        var names = live.Select(record => record.Spec.Id.Value).ToHashSet(StringComparer.Ordinal);
        var removed = new List<string>();
        foreach (var directory in (Directory.Exists(layout.Sandboxes) ? Directory.GetDirectories(layout.Sandboxes) : []).Where(path => !names.Contains(Path.GetFileName(path))))
        {
            TreeRemoval.Delete(directory);
            removed.Add($"files of the sandbox '{Path.GetFileName(directory)}', which does not exist");
        }

        return Task.FromResult<IReadOnlyList<string>>(removed);
    }

    /// <summary>Pods' output from the cluster and the image builds of this machine, merged by time.</summary>
    public async Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken)
    {
        var query = ClusterLogs.QueryOf(request);
        var pods = await new ClusterLogs(api, caches.Namespace).ScanAsync(request, query, [.. caches.Pods.Items], [.. caches.Services.Items], cancellationToken);
        if (!pods.IsSuccess)
        {
            return pods.Failure;
        }

        var builds = request.Stream == LogStream.Run || request.Sandbox is not { } sandbox
            ? []
            : LogReader.Scan(query with { Sources = [.. request.Services.SelectMany(service => BuildLogs(sandbox, service, request.Revision))] });
        return LogMerge.Page(query, [.. builds, .. pods.Value]);
    }

    private IEnumerable<LogSource> BuildLogs(SandboxId sandbox, string service, int? revision)
    {
        var directory = layout.Fork(sandbox, service);
        foreach (var path in Directory.Exists(directory) ? Directory.GetDirectories(directory) : [])
        {
            if (Path.GetFileName(path) is ['r', .. var number] && int.TryParse(number, out var found) && (revision is null || revision == found))
            {
                yield return new LogSource(LocalLayout.BuildLog(layout.RevisionLogs(sandbox, service, found)), service, LogStream.Build, found);
            }
        }
    }

    private SandboxFailure NotInCluster(string service, ForkSource source) => new()
    {
        Code = FailureCodes.ServiceNotFound,
        Category = FailureCategory.User,
        Message = source.Kind == SourceKind.Image
            ? $"The namespace '{caches.Namespace}' has no Service '{NameFailures.Quote(service)}'."
            : $"agent-sandbox.yaml describes '{service}', and the namespace '{caches.Namespace}' has no Service of that name.",
        Hint = $"It has {string.Join(", ", caches.Services.Items.Where(ClusterServices.IsOfBaseline).Select(item => item.Name()).Order(StringComparer.Ordinal).Take(20))}.",
    };
}
