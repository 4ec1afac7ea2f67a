using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Routing.Cluster;

/// <summary>Keys of runs as the programs that run them wrote them into their sandboxes; each ends by itself when its runner is lost.</summary>
internal sealed class ResourceRunKeys(IObjectCache sandboxes, TimeProvider time) : IRunKeySource
{
    private const int MaxEnded = 500;
    private const int MaxPerSandbox = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunKey> _seen = new(StringComparer.Ordinal);
    private readonly Queue<RunKey> _ended = new();

    public IReadOnlyList<RunKey> Live => [.. Read().Select(entry => entry.Key)];

    /// <summary>When the next key expires; null when none does.</summary>
    public DateTimeOffset? NextEnd => Read().Select(entry => (DateTimeOffset?)entry.ExpiresAt).Min();

    public IReadOnlyList<RunKey> Ended
    {
        get
        {
            lock (_gate)
            {
                var live = Live.ToDictionary(key => key.Key.Value, StringComparer.Ordinal);
                foreach (var gone in _seen.Values.Where(key => !live.ContainsKey(key.Key.Value)).ToList())
                {
                    _seen.Remove(gone.Key.Value);
                    _ended.Enqueue(gone);
                }

                foreach (var (name, key) in live)
                {
                    _seen[name] = key;
                }

                while (_ended.Count > MaxEnded)
                {
                    _ended.Dequeue();
                }

                return [.. _ended.Where(key => !live.ContainsKey(key.Key.Value))];
            }
        }
    }

    private IEnumerable<(RunKey Key, DateTimeOffset ExpiresAt)> Read()
    {
        var now = time.GetUtcNow();
        foreach (var resource in sandboxes.Items)
        {
            if (!SandboxId.Parse(resource.Name()).IsSuccess)
            {
                continue;
            }

            foreach (var entry in resource.ObjectsAt("spec", "runKeys").Take(MaxPerSandbox))
            {
                // A run's key is no sandbox's name, so that nobody can take one over.
                if (RoutingKey.TryParse(entry.TextAt("key") ?? "", out var key, out _)
                    && (key.Value.StartsWith("run-", StringComparison.Ordinal) || key.Value.StartsWith("probe-", StringComparison.Ordinal))
                    && entry.TimeAt("expiresAt") is { } end && end > now)
                {
                    yield return (new RunKey(key, new SandboxId(resource.Name()), key.Value.StartsWith("probe-", StringComparison.Ordinal)), end);
                }
            }
        }
    }
}
