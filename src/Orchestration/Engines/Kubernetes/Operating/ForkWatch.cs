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

    /// <summary>So many revisions are asked about at once; each costs several calls.</summary>
    private const int MaxLooks = 8;

    /// <summary>Events and patience do not come by a watch, so a revision on its way is looked at this often too, and less often while nothing happens to it.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_rareLook = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _looks = new(MaxLooks, MaxLooks);

    public async Task<Result<ForkInstance>> WaitAsync(ForkRevision fork, JsonObject deployment, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        var activity = "";
        var pause = s_look;
        while (true)
        {
            var changed = caches.WhenForkChanged(fork.Sandbox.Value);
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

            await WaitForNewsAsync(changed, pause, cancellationToken);
            pause = changed.IsCompleted ? s_look : pause * 1.5 < s_rareLook ? pause * 1.5 : s_rareLook;
        }
    }

    /// <summary>Whether a revision answers: as many pods as are wanted of it, and at least one of them is ready.</summary>
    public bool IsAnswering(ForkRevision fork, JsonObject deployment) =>
        Wanted(deployment) == 0 || PodsOf(fork).Any(pod => PodFacts.IsReady(pod) && !PodFacts.IsEnding(pod));

    /// <summary>What is wrong with a revision that served; null while it serves, or may come back by itself.</summary>
    public async Task<SandboxFailure?> FindFailureAsync(ForkRevision fork, JsonObject deployment, CancellationToken cancellationToken) =>
        IsAnswering(fork, deployment) ? null : ForkDiagnosis.Judge(await ObserveAsync(fork, deployment, cancellationToken)).Failure;

    private async Task WaitForNewsAsync(Task changed, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(pause, time, look.Token));
        await look.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private IEnumerable<JsonObject> PodsOf(ForkRevision fork) => caches.PodsOf(fork.Sandbox.Value, fork.Service, fork.Revision);

    private static int Wanted(JsonObject deployment) => deployment.NumberAt("spec", "replicas") ?? 1;

    /// <summary>Events and logs are asked for only where something does not run that should: they tell why.</summary>
    private async Task<ForkObservation> ObserveAsync(ForkRevision fork, JsonObject deployment, CancellationToken cancellationToken)
    {
        var seen = new ForkObservation
        {
            Fork = fork.ToString(),
            Deployment = deployment,
            ReplicaSets = [.. caches.ReplicaSetsOf(deployment)],
            Pods = [.. PodsOf(fork)],
            Now = time.GetUtcNow(),
        };
        if (seen.Pods.All(PodFacts.IsReady) && seen.Pods.Count >= Wanted(deployment))
        {
            return seen;
        }

        await _looks.WaitAsync(cancellationToken);
        try
        {
            return seen with
            {
                Events = await EventsAsync([deployment, .. seen.ReplicaSets, .. seen.Pods], cancellationToken),
                Logs = await LogsAsync(seen.Pods, cancellationToken),
            };
        }
        finally
        {
            _looks.Release();
        }
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
