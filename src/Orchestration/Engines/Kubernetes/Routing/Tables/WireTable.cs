using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>What the operator tells the routers of one namespace: keys and forks. Baselines they find themselves.</summary>
internal sealed record WireTable
{
    /// <summary>Opaque: two tables with one version are the same table. Set when it is published.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether it has every key; without that, keyed requests are answered with 503.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>What happens to keys that it does not have.</summary>
    public UnknownKeyPolicy UnknownKeys { get; init; } = UnknownKeyPolicy.Baseline;

    /// <summary>The keys, live and ended.</summary>
    public IReadOnlyList<WireKey> Keys { get; init; } = [];
}
