using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Inside;

/// <summary>The caller's side of the engine in a program that serves many people: it has nobody's working tree, so forks come from images alone.</summary>
internal sealed class TreelessEngine(ISandboxStore store, IKubernetesApi api, CallerCaches caches) : ISandboxEngine
{
    public string Name => "kubernetes";

    public EngineCapabilities Capabilities => EngineCapabilities.SurvivesRestart | EngineCapabilities.Workloads;

    public required ClusterCheck Check { private get; init; }

    public Action<ForkEnded>? ForkEnded { get; set; }

    public Task<SandboxFailure?> CheckAsync(EngineUse use, CancellationToken cancellationToken) => Check.ForUseAsync(use, cancellationToken);

    public Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => Task.FromResult<Result<ForkSource>>(NoTree());

    public Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    public Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var known = caches.Services.Items.Where(ClusterServices.IsOfBaseline).Select(item => item.Name()).Order(StringComparer.Ordinal).ToList();
        return Task.FromResult(services switch
        {
            [] => NotNamed(known),
            _ when services.FirstOrDefault(service => !known.Contains(service)) is { } missing => UseCases.SandboxFailures.ServiceNotFound(missing, known),
            _ => Result<IReadOnlyList<string>>.Success(services),
        });
    }

    public Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The operator makes forks.");

    /// <summary>As the operator last said it.</summary>
    public bool IsRunning(SandboxId sandbox, string service, int revision) =>
        store.Find(sandbox)?.Forks.GetValueOrDefault(service)?.Serving is { Down: null } serving && serving.Revision == revision;

    public Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The operator removes forks.");

    public Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The operator removes sandboxes.");

    public Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken) =>
        new ClusterLogs(api, caches.Namespace).ReadAsync(request, [.. caches.Pods.Items], [.. caches.Services.Items], cancellationToken);

    internal static SandboxFailure NoTree() => new()
    {
        Code = FailureCodes.TreeUnavailable,
        Category = FailureCategory.User,
        Message = "This server runs in the cluster for a whole team: it sees no working tree, so it cannot build one.",
        Hint = "Pass 'image' and 'services' to deploy what is built already, or deploy the tree with 'agent-sandbox mcp' on the machine where it is.",
    };

    private static Result<IReadOnlyList<string>> NotNamed(IReadOnlyList<string> known) => new SandboxFailure
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = "No service is named, and without a working tree nothing tells which one changed.",
        Hint = $"Pass 'services', such as [\"{known.FirstOrDefault() ?? "orders"}\"].",
    };
}
