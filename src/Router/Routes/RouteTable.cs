using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Router.Routes;

/// <summary>Everything that a router needs to decide, as one immutable snapshot.</summary>
/// <remarks>Swapped whole. Lookups are flat in the number of keys and do not allocate.</remarks>
public sealed class RouteTable
{
    private readonly FrozenDictionary<string, BaselineRoute> _services;
    private readonly FrozenDictionary<string, KeyRoute> _keys;
    private readonly FrozenDictionary<string, KeyRoute>.AlternateLookup<ReadOnlySpan<char>> _keysBySpan;

    /// <summary>Builds a snapshot.</summary>
    /// <exception cref="ArgumentException">A service or key twice, or a ready route without an address.</exception>
    public RouteTable(long generation, bool complete, IEnumerable<BaselineRoute> services, IEnumerable<KeyRoute> keys)
    {
        Generation = generation;
        Complete = complete;
        _services = services.ToDictionary(route => route.Service, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        _keys = keys.ToDictionary(route => route.Key.Value, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        _keysBySpan = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
        ThrowIfInconsistent();
    }

    /// <summary>The table of a router that was told nothing yet: not complete, no routes.</summary>
    public static RouteTable Empty { get; } = new(0, complete: false, [], []);

    /// <summary>Rises with each snapshot; routers acknowledge it.</summary>
    public long Generation { get; }

    /// <summary>Whether the table has every key; without it, keyed requests are answered with 503.</summary>
    public bool Complete { get; }

    /// <summary>What happens to keys, in our own carriers, that the table does not have.</summary>
    public UnknownKeyPolicy UnknownKeys { get; init; } = UnknownKeyPolicy.Refuse;

    /// <summary>The baseline routes by service.</summary>
    public IReadOnlyDictionary<string, BaselineRoute> Services => _services;

    /// <summary>The keys, live and ended.</summary>
    public IReadOnlyDictionary<string, KeyRoute> Keys => _keys;

    /// <summary>Finds the baseline route of a service.</summary>
    public bool TryGetService(string service, [NotNullWhen(true)] out BaselineRoute? route) =>
        _services.TryGetValue(service, out route);

    /// <summary>Finds a key; the whole text must match.</summary>
    public bool TryGetKey(ReadOnlySpan<char> key, [NotNullWhen(true)] out KeyRoute? route) =>
        _keysBySpan.TryGetValue(key, out route);

    private void ThrowIfInconsistent()
    {
        foreach (var route in _services.Values)
        {
            if (route is { State: BaselineState.Ready, Address: null })
            {
                throw new ArgumentException($"The baseline of service '{route.Service}' is ready but has no address.");
            }
        }

        foreach (var fork in _keys.Values.SelectMany(key => key.Forks.Values))
        {
            if (fork is { State: ForkState.Ready, Address: null })
            {
                throw new ArgumentException($"The fork of service '{fork.Service}' in sandbox '{fork.Sandbox}' is ready but has no address.");
            }
        }
    }
}
