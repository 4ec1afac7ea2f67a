using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <inheritdoc cref="IEntryPorts" />
internal sealed class EntryPorts(IKubernetesApi api, CallerCaches caches) : IEntryPorts
{
    /// <summary>The place that is no service: the routers' hops.</summary>
    public const string Hops = "";

    public async Task<Result<Stream>> OpenAsync(string service, CancellationToken cancellationToken)
    {
        SandboxFailure? failure = null;
        foreach (var (pod, port) in Targets(service))
        {
            var opened = await api.OpenPortAsync(caches.Namespace, pod.Name(), port, cancellationToken);
            if (opened.IsSuccess || !opened.Failure.Retryable)
            {
                return opened;
            }

            failure = opened.Failure;
        }

        return failure ?? NobodyThere(service);
    }

    private IEnumerable<(JsonObject Pod, int Port)> Targets(string service)
    {
        if (service == Hops)
        {
            return Shuffled(caches.Routers).Select(router => (router, Installing.RouterManifests.HopsPort));
        }

        var named = caches.Services.Items
            .SelectMany(item => ClusterServices.PortsOf(item).Select(port => (Item: item, Port: port)))
            .FirstOrDefault(entry => entry.Port.Name == service);
        return named.Item switch
        {
            null => [],
            _ when EnrolledService.Allocated(named.Item).TryGetValue(named.Port.Number, out var routed) && EnrolledService.SelectsRouters(named.Item) =>
                Shuffled(caches.Routers).Select(router => (router, routed.RouterPort)),
            _ => Shuffled(caches.PodsOf(named.Item).Where(PodFacts.IsReady))
                .Select(pod => (Pod: pod, Port: ContainerChoice.Resolve(pod, ContainerChoice.TargetOf(named.Port.Port))))
                .Where(target => target.Port is not null)
                .Select(target => (target.Pod, target.Port!.Value)), // filtered above
        };
    }

    private static IEnumerable<JsonObject> Shuffled(IEnumerable<JsonObject> pods)
    {
        var all = pods.ToArray();
        Random.Shared.Shuffle(all);
        return all;
    }

    private SandboxFailure NobodyThere(string service) => new()
    {
        Code = FailureCodes.ClusterUnreachable,
        Category = FailureCategory.Environment,
        Message = service == Hops
            ? $"No router is ready in the namespace '{caches.Namespace}'."
            : $"Nothing is ready behind '{service}' in the namespace '{caches.Namespace}'.",
        Hint = service == Hops ? "Enrol a Service with 'agent-sandbox enroll', or look at the routers' pods." : $"Look at its pods with 'kubectl -n {caches.Namespace} get pods'.",
        Retryable = true,
    };
}
