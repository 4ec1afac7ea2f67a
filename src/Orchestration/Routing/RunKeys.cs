using System.Collections.Concurrent;
using System.Security.Cryptography;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Routing;

/// <summary>Keys of plan runs: each routes like its sandbox's and ends with the run, so that two runs never mix.</summary>
/// <remarks>In memory alone: a run does not outlive the process that runs it, and a key that nobody knows is refused.</remarks>
internal sealed class RunKeys : IRunKeySource
{
    private const int MaxEnded = 200;

    private readonly ConcurrentDictionary<string, RunKey> _live = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RunKey> _ended = new();

    public IReadOnlyList<RunKey> Live => [.. _live.Values];

    public IReadOnlyList<RunKey> Ended => [.. _ended];

    /// <summary>Makes a key; it works once the routes are published.</summary>
    public RunKey Begin(SandboxId sandbox)
    {
        var key = new RunKey(RoutingKey.Parse($"run-{RandomNumberGenerator.GetHexString(12, lowercase: true)}"), sandbox);
        _live[key.Key.Value] = key;
        return key;
    }

    /// <summary>Makes a key for one probe; it works once the routes are published.</summary>
    public RunKey BeginProbe(SandboxId? sandbox)
    {
        var key = new RunKey(RoutingKey.Parse($"probe-{RandomNumberGenerator.GetHexString(12, lowercase: true)}"), sandbox, IsProbe: true);
        _live[key.Key.Value] = key;
        return key;
    }

    public bool IsProbe(RoutingKey key) => _live.TryGetValue(key.Value, out var run) && run.IsProbe;

    /// <summary>Ends a key without a trace: it is unknown from now on.</summary>
    public void Drop(RunKey key) => _live.TryRemove(key.Key.Value, out _);

    public void End(RunKey key)
    {
        if (!_live.TryRemove(key.Key.Value, out _))
        {
            return;
        }

        _ended.Enqueue(key);
        while (_ended.Count > MaxEnded && _ended.TryDequeue(out _))
        {
            // The oldest are refused as unknown from now on.
        }
    }
}
