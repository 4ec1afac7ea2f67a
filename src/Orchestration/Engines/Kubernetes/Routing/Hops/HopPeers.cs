using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>The other routers of the namespace, from its pods. Those that went are remembered for as long as a watch can last.</summary>
/// <remarks>Safe for use by several threads.</remarks>
internal sealed class HopPeers(string self, TimeProvider time)
{
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HopPeer> _peers = new(StringComparer.Ordinal);

    /// <summary>Those that may have open connections, whether they get new ones or not.</summary>
    public IReadOnlyList<HopPeer> Running
    {
        get
        {
            lock (_lock)
            {
                return [.. _peers.Values.Where(peer => peer is { IsGone: false, Address: not null })];
            }
        }
    }

    /// <summary>Those that were first ready after a timestamp, even when they are gone by now.</summary>
    public IReadOnlyList<string> ReadySince(long timestamp)
    {
        lock (_lock)
        {
            return [.. _peers.Values.Where(peer => peer.ReadyAt > timestamp).Select(peer => peer.Name)];
        }
    }

    public void Update(IEnumerable<RoutedPod> pods)
    {
        var now = time.GetTimestamp();
        var seen = pods.Where(pod => pod.IsRouter && pod.Name != self).ToDictionary(pod => pod.Name, StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var pod in seen.Values)
            {
                var before = _peers.GetValueOrDefault(pod.Name);
                var isReady = pod is { IsReady: true, IsEnding: false };
                _peers[pod.Name] = new HopPeer(
                    pod.Name, IPAddress.TryParse(pod.Address, out var address) ? address : null, isReady, IsGone: false, before?.ReadyAt ?? (isReady ? now : null), null);
            }

            foreach (var gone in _peers.Values.Where(peer => !seen.ContainsKey(peer.Name)).ToList())
            {
                if (gone.GoneAt is { } since && time.GetElapsedTime(since, now) > s_memory)
                {
                    _peers.Remove(gone.Name);
                }
                else
                {
                    _peers[gone.Name] = gone with { IsReady = false, IsGone = true, GoneAt = gone.GoneAt ?? now };
                }
            }
        }
    }
}
