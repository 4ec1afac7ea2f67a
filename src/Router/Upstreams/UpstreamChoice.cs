using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.Upstreams;

/// <summary>Chooses among the replicas of a service: in turn, and the less busy one of two.</summary>
/// <remarks>
/// Two candidates and not all, so that the cost does not grow with the replicas and several routers, which do not know
/// of each other's requests, do not all run to the same idle one.
/// </remarks>
internal sealed class UpstreamChoice(UpstreamTraffic traffic)
{
    private uint _turn;

    /// <summary>An address that was not tried yet; null when all were.</summary>
    public UpstreamAddress? Choose(IReadOnlyList<UpstreamAddress> addresses, IReadOnlyCollection<UpstreamAddress> tried)
    {
        if (tried.Count > 0)
        {
            addresses = [.. addresses.Where(address => !tried.Contains(address))];
        }

        switch (addresses.Count)
        {
            case 0:
                return null;
            case 1:
                return addresses[0];
        }

        var turn = Interlocked.Increment(ref _turn);
        var first = addresses[(int)(turn % (uint)addresses.Count)];
        var second = addresses[(int)((turn + 1) % (uint)addresses.Count)];
        return traffic.InFlight(second.Origin) < traffic.InFlight(first.Origin) ? second : first;
    }
}
