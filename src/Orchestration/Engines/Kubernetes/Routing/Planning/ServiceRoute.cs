using System.Text.Json.Nodes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>One port of an enrolled Service: the listener on the routers and where its baseline is found.</summary>
internal sealed record ServiceRoute
{
    /// <summary>The route's name: <c>orders</c> for the first port, <c>orders.admin</c> for one that is named so.</summary>
    public required string Name { get; init; }

    /// <summary>The Service's name.</summary>
    public required string Service { get; init; }

    /// <summary>The port that clients use.</summary>
    public required int Port { get; init; }

    /// <summary>The port on the routers.</summary>
    public required int RouterPort { get; init; }

    public required ServiceProtocol Protocol { get; init; }

    /// <summary>The original selector; empty when it is lost.</summary>
    public required IReadOnlyDictionary<string, string> Selector { get; init; }

    /// <summary>The original target port, a number or a name.</summary>
    public required JsonNode Target { get; init; }

    /// <summary>The Service's own wish that pods get traffic before they are ready.</summary>
    public bool IncludesUnready { get; init; }

    /// <summary>When the Service was made; the older of two has a port that both want.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>It is being given back: connections should end, and new ones go elsewhere soon.</summary>
    public bool IsLeaving { get; init; }
}
