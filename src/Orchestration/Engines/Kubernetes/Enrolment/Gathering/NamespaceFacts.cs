using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Gathering;

/// <summary>Everything of a namespace on which enrolments depend, as it was at one time.</summary>
internal sealed record NamespaceFacts
{
    public required IReadOnlyList<JsonObject> Services { get; init; }

    public required IReadOnlyList<JsonObject> Pods { get; init; }

    /// <summary>The same for every Service but for the Service itself.</summary>
    public required EnrolmentFacts Surroundings { get; init; }

    /// <summary>Null when there is no such Service.</summary>
    public EnrolmentFacts? Of(string service, IReadOnlyDictionary<int, ServiceProtocol> protocols) =>
        Services.FirstOrDefault(item => item.Name() == service) is { } found
            ? Surroundings with { Service = found, Services = Services, Pods = Pods, Protocols = protocols }
            : null;
}
