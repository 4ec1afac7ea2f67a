using System.Text.Json.Nodes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>A port of a Service and what stands behind it.</summary>
internal sealed record RoutedPort
{
    /// <summary>The port that clients use.</summary>
    public required int Port { get; init; }

    /// <summary>Its name; null where the Service has one port without.</summary>
    public string? Name { get; init; }

    /// <summary>The port on the router's pods.</summary>
    public required int RouterPort { get; init; }

    /// <summary>The port on the service's pods, a number or a name.</summary>
    public required JsonNode Target { get; init; }

    /// <summary>What is spoken on it.</summary>
    public required ServiceProtocol Protocol { get; init; }

    public string ProtocolName => Protocol.ToString().ToLowerInvariant();
}
