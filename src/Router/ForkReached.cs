namespace AgentSandbox.Router;

/// <summary>A keyed request was answered by a fork; this is what renews a lease.</summary>
/// <param name="Key">The routing key that the request carried.</param>
/// <param name="Sandbox">The sandbox that the fork belongs to.</param>
/// <param name="Service">The service.</param>
public readonly record struct ForkReached(RoutingKey Key, string Sandbox, string Service);
