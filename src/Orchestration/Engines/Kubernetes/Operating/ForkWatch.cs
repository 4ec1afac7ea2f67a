using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>Follows a revision until it is ready or failed.</summary>
internal sealed class ForkWatch(IKubernetesApi api, NamespaceCaches caches, TimeProvider time)
{
    private const int EvidenceLines = 20;

    /// <summary>Events and patience do not come by a watch, so a revision on its way is looked at this often too.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    public async Task<Result<ForkInstance>> WaitAsync(ForkRevision fork, JsonObject deployment, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        var activity = "";
        while (true)
        {
            var changed = Task.WhenAny(caches.Deployments.WhenChanged(), caches.Pods.WhenChanged());
            if (caches.Deployments.Find(caches.Namespace, deployment.Name()) is not { } now || now.Uid() != deployment.Uid())
            {
                return MakingFailures.DeploymentGone(fork.ToString());
            }

            var seen = await ObserveAsync(fork, now, cancellationToken);
            var judged = ForkDiagnosis.Judge(seen);
            if (judged.IsReady)
            {
                return new ForkInstance(AddressOf(seen));
            }

            if (judged.Failure is { } failure)
            {
                return failure;
            }

            if (judged.Activity != activity)
            {
                activity = judged.Activity;
                progress.Report(new ForkProgress(ForkPhase.Starting, activity));
            }

            await WaitForNewsAsync(changed, cancellationToken);
        }
    }

    /// <summary>What is wrong with a revision that served; null while it serves, or may come back by itself.</summary>
    public async Task<SandboxFailure?> FindFailureAsync(ForkRevision fork, JsonObject deployment, CancellationToken cancellationToken)
    {
        var ready = caches.PodsOf(fork.Sandbox.Value, fork.Service, fork.Revision).Any(pod => PodFacts.IsReady(pod) && !PodFacts.IsEnding(pod));
        return ready ? null : ForkDiagnosis.Judge(await ObserveAsync(fork, deployment, cancellationToken)).Failure;
    }

    private async Task WaitForNewsAsync(Task changed, CancellationToken cancellationToken)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(s_look, time, look.Token));
        await look.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<ForkObservation> ObserveAsync(ForkRevision fork, JsonObject deployment, CancellationToken cancellationToken)
    {
        var pods = caches.PodsOf(fork.Sandbox.Value, fork.Service, fork.Revision).ToList();
        var sets = caches.ReplicaSets.Items.Where(set => set.Controller()?.Uid == deployment.Uid()).ToList();
        var isReady = pods.Count > 0 && pods.All(PodFacts.IsReady);
        return new ForkObservation
        {
            Fork = fork.ToString(),
            Deployment = deployment,
            ReplicaSets = sets,
            Pods = pods,
            Events = isReady ? [] : await EventsAsync([deployment, .. sets, .. pods], cancellationToken),
            Logs = isReady ? new Dictionary<string, IReadOnlyList<string>>() : await LogsAsync(pods, cancellationToken),
            Now = time.GetUtcNow(),
        };
    }

    private async Task<IReadOnlyList<JsonObject>> EventsAsync(IReadOnlyList<JsonObject> items, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(items.Select(item => api.ListAsync(
            ResourceKinds.Events, caches.Namespace, new ListOptions { FieldSelector = $"involvedObject.name={item.Name()}" }, cancellationToken)));
        return [.. found.SelectMany(events => events.Value?.Items ?? [])]; // without the right to events the status of the pods still tells much
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> LogsAsync(IReadOnlyList<JsonObject> pods, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var container in pods.SelectMany(PodFacts.Containers).Where(container => container is { IsReady: false } && (container.Ended is not null || container.Restarts > 0 || container.IsRunning)))
        {
            var options = new PodLogOptions { Container = container.Name, Previous = container is { Ended: null, Restarts: > 0 }, TailLines = EvidenceLines, LimitBytes = 16 * 1024 };
            if (await PodLogs.LinesAsync(api, caches.Namespace, container.Pod.Name(), options, cancellationToken) is { Count: > 0 } read)
            {
                lines[$"{container.Pod.Name()}/{container.Name}"] = read;
            }
        }

        return lines;
    }

    /// <summary>Where the operator saw it. Routers find the pods themselves; this is what people are shown.</summary>
    private static Uri AddressOf(ForkObservation seen)
    {
        var host = seen.Pods.Where(PodFacts.IsReady).Select(pod => pod.TextAt("status", "podIP")).OfType<string>().FirstOrDefault() ?? "0.0.0.0";
        var port = ForkLabels.PortsOf(seen.Deployment).Values.FirstOrDefault(80);
        return new UriBuilder("http", host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host, port).Uri;
    }
}
