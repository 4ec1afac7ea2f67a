using System.Collections.Frozen;

namespace AgentSandbox.Router.Routes;

/// <summary>What one routing key leads to.</summary>
public sealed record KeyRoute
{
    /// <summary>The key.</summary>
    public required RoutingKey Key { get; init; }

    /// <summary>The sandbox (or route group, or plan run) that the key belongs to.</summary>
    public required string Sandbox { get; init; }

    /// <summary>Whether the key still routes.</summary>
    public KeyState State { get; init; }

    /// <summary>Why it ended, for people to read.</summary>
    public string? EndReason { get; init; }

    /// <summary>The forks by service; every other service is answered by its baseline.</summary>
    public IReadOnlyDictionary<string, ForkRoute> Forks
    {
        get;
        init => field = value.ToFrozenDictionary(StringComparer.Ordinal);
    } = FrozenDictionary<string, ForkRoute>.Empty;

    /// <summary>The same forks, given as a list.</summary>
    /// <exception cref="ArgumentException">Two forks of one service.</exception>
    public static IReadOnlyDictionary<string, ForkRoute> ForksByService(IEnumerable<ForkRoute> forks) =>
        forks.ToDictionary(fork => fork.Service, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
}
