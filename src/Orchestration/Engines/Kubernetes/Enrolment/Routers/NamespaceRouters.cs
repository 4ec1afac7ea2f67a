using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;

/// <summary>The router pods of one namespace: that they are there, ready, and listen.</summary>
internal sealed class NamespaceRouters(IKubernetesApi api, string @namespace, TimeProvider time, Patience patience)
{
    private static readonly ListOptions s_pods = new() { LabelSelector = $"{KnownNames.ComponentLabel}={KnownNames.RouterComponent}" };
    private readonly ObjectApplier _applier = new(api);
    private readonly RouterAdmin _admin = new(api);

    /// <summary>What is missing of them, by reading alone, so that enrolling one more Service needs no right to write them.</summary>
    public async Task<Result<IReadOnlyList<ObjectChange>>> LookAsync(InstallSpec spec, CancellationToken cancellationToken)
    {
        var changes = new List<ObjectChange>();
        foreach (var item in InstallManifests.Router(spec, @namespace))
        {
            var change = await _applier.LookAsync(item, cancellationToken);
            if (change.IsSuccess)
            {
                changes.Add(change.Value);
            }
            else if (change.Failure.Code != FailureCodes.Forbidden)
            {
                return change.Failure;
            }
        }

        return changes;
    }

    public async Task<Result<Done>> ApplyAsync(IReadOnlyList<ObjectChange> changes, IProgress<string> progress, CancellationToken cancellationToken)
    {
        foreach (var change in changes.Where(change => change.Kind != ObjectChangeKind.Unchanged))
        {
            var applied = await _applier.ApplyAsync(change, cancellationToken);
            if (!applied.IsSuccess)
            {
                return applied.Failure;
            }

            progress.Report(change.ToString());
        }

        return default(Done);
    }

    public Task<Result<Done>> WhenReadyAsync(IProgress<string> progress, CancellationToken cancellationToken) =>
        new RolloutWait(api, time, patience).ForDeploymentAsync(@namespace, Programs.NameOf(KnownNames.RouterComponent), progress, cancellationToken);

    /// <summary>Pods that end are left out: nothing new is sent to them.</summary>
    public async Task<Result<IReadOnlyList<JsonObject>>> PodsAsync(CancellationToken cancellationToken)
    {
        var pods = await api.ListAsync(ResourceKinds.Pods, @namespace, s_pods, cancellationToken);
        return pods.IsSuccess ? Result<IReadOnlyList<JsonObject>>.Success([.. pods.Value.Items.Where(pod => !PodFacts.IsEnding(pod))]) : pods.Failure;
    }

    /// <summary>Waits until every router pod is ready and listens on all of the ports.</summary>
    public async Task<Result<Done>> WhenListeningAsync(string service, IReadOnlyList<RoutedPort> ports, CancellationToken cancellationToken)
    {
        SandboxFailure? last = null;
        var fact = "no router pod was seen";
        var ended = await patience.UntilAsync<object>(async () =>
        {
            var pods = await PodsAsync(cancellationToken);
            if (!pods.IsSuccess)
            {
                last = pods.Failure;
                return last.Retryable ? null : last;
            }

            var wanting = await Task.WhenAll(pods.Value.Select(pod => WantingAsync(pod, ports, cancellationToken)));
            last = wanting.Select(result => result.Failure).FirstOrDefault(failure => failure is not null);
            if (last is { Retryable: false })
            {
                return last;
            }

            fact = wanting.Select(result => result.Value).FirstOrDefault(text => text is { Length: > 0 }) ?? fact;
            return pods.Value.Count > 0 && wanting.All(result => result is { IsSuccess: true, Value.Length: 0 }) ? this : null;
        }, time, cancellationToken);
        return ended switch
        {
            NamespaceRouters => default(Done),
            SandboxFailure failure => failure,
            _ => last ?? NotListening(service, fact),
        };
    }

    /// <summary>Requests that have not ended, over all router pods that are ready.</summary>
    public async Task<Result<int>> InFlightAsync(CancellationToken cancellationToken)
    {
        var pods = await PodsAsync(cancellationToken);
        if (!pods.IsSuccess)
        {
            return pods.Failure;
        }

        var answers = await Task.WhenAll(pods.Value.Where(PodFacts.IsReady).Select(pod => _admin.AskAsync(@namespace, pod.Name(), cancellationToken)));
        return answers.Select(answer => answer.Failure).FirstOrDefault(failure => failure is not null) is { } failure
            ? failure
            : answers.Sum(answer => answer.Value!.InFlight); // none failed
    }

    /// <summary>What keeps a pod from taking the traffic; empty when nothing does.</summary>
    private async Task<Result<string>> WantingAsync(JsonObject pod, IReadOnlyList<RoutedPort> ports, CancellationToken cancellationToken)
    {
        if (!PodFacts.IsReady(pod))
        {
            return $"the pod '{pod.Name()}' is not ready";
        }

        var answer = await _admin.AskAsync(@namespace, pod.Name(), cancellationToken);
        if (!answer.IsSuccess)
        {
            return answer.Failure;
        }

        var closed = ports.Where(port => !answer.Value.Ports.Contains(port.RouterPort)).Select(port => port.RouterPort.ToString(CultureInfo.InvariantCulture)).ToList();
        return closed.Count == 0 ? "" : $"the pod '{pod.Name()}' does not listen on {string.Join(", ", closed)}";
    }

    private SandboxFailure NotListening(string service, string fact) => new()
    {
        Code = FailureCodes.RoutersNotListening,
        Category = FailureCategory.Environment,
        Message = $"The Service '{service}' was left as it is, because its routers did not come to listen for it within {patience.Limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s: {fact}.",
        Hint = $"Look at 'kubectl -n {@namespace} logs -l {s_pods.LabelSelector}', then run the same command again.",
        Retryable = true,
    };
}
