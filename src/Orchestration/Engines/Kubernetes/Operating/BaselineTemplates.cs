using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Orchestration.Waiting;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>What forks would be cloned from now, looked up once for all forks of a service until the baseline changes.</summary>
internal sealed class BaselineTemplates
{
    private readonly NamespaceCaches _caches;
    private readonly ConcurrentDictionary<(string Service, WorkloadReference? Named), Found> _found = new();
    private readonly ConcurrentDictionary<string, long> _generations = new(StringComparer.Ordinal);
    private int _version;
    private readonly ChangeSignal _moved = new();

    public BaselineTemplates(NamespaceCaches caches)
    {
        _caches = caches;
        caches.Services.Changed += _ => Move();
        foreach (var cache in new[] { caches.Deployments, caches.StatefulSets, caches.DaemonSets, caches.Rollouts }.OfType<IObjectCache>())
        {
            cache.Changed += OnWorkload;
        }

        caches.Pods.Changed += change =>
        {
            if (NamespaceCaches.SandboxOf(change.Item) is null && change.Item.Controller() is null)
            {
                Move(); // a pod that belongs to no workload is one that a Service can select
            }
        };
    }

    /// <summary>The template, and its fingerprint where there is one.</summary>
    public (Result<BaselineTemplate> Template, string? Fingerprint) Of(ForkSpec fork)
    {
        var key = (fork.Service, fork.Workload?.Baseline);
        var version = Volatile.Read(ref _version);
        if (_found.TryGetValue(key, out var known) && known.Version == version)
        {
            return (known.Template, known.Fingerprint);
        }

        var template = Find(fork.Service, fork.Workload?.Baseline);
        var fingerprint = template.Value?.Fingerprint;
        _found[key] = new Found(version, template, fingerprint);
        return (template, fingerprint);
    }

    /// <summary>A task that ends when something changed that templates follow from.</summary>
    public Task WhenMoved() => _moved.Next;

    /// <summary>Takes the state for the one that was known, and tells which of the services have another template since the last call, or were not asked for then.</summary>
    /// <param name="forks">The forks to ask for.</param>
    /// <param name="before">What the last call has answered; it is brought up to date.</param>
    public IReadOnlySet<string> TakeMoved(IEnumerable<ForkSpec> forks, Dictionary<(string, WorkloadReference?), string?> before)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fork in forks.DistinctBy(fork => (fork.Service, fork.Workload?.Baseline)))
        {
            var key = (fork.Service, fork.Workload?.Baseline);
            var now = Of(fork).Fingerprint;
            if (!before.TryGetValue(key, out var known) || known != now) // one that is new since then may have been made before this change
            {
                moved.Add(fork.Service);
            }

            before[key] = now;
        }

        return moved;
    }

    private Result<BaselineTemplate> Find(string name, WorkloadReference? named)
    {
        if (_caches.Services.Find(_caches.Namespace, name) is not { } service)
        {
            return MakingFailures.ServiceNotFound(name, _caches);
        }

        var workloads = _caches.Workloads;
        var found = WorkloadFinder.Find(service, workloads, _caches.BaselinePods, named);
        return found.IsSuccess ? BaselineTemplate.Of(found.Value, WorkloadFinder.ReferenceOf(found.Value, workloads)) : found.Failure;
    }

    /// <summary>A generation stays while only the status changes, which it does with each pod.</summary>
    private void OnWorkload(WatchEvent change)
    {
        if (NamespaceCaches.SandboxOf(change.Item) is not null)
        {
            return;
        }

        var generation = change.Item.LongAt("metadata", "generation") ?? 0;
        if (change.Kind == WatchEventKind.Deleted)
        {
            _generations.TryRemove(change.Item.Uid(), out _);
        }
        else if (_generations.TryGetValue(change.Item.Uid(), out var before) && before == generation)
        {
            return;
        }
        else
        {
            _generations[change.Item.Uid()] = generation;
        }

        Move();
    }

    private void Move()
    {
        Interlocked.Increment(ref _version);
        _moved.Pulse();
    }

    private sealed record Found(int Version, Result<BaselineTemplate> Template, string? Fingerprint);
}
