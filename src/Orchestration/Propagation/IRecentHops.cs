using AgentSandbox.Router;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>The routers' latest records of a key.</summary>
internal interface IRecentHops
{
    /// <summary>The latest hops of a key, newest first, including unkeyed ones that lost it.</summary>
    IReadOnlyList<Hop> Recent(RoutingKey key, int limit);
}
