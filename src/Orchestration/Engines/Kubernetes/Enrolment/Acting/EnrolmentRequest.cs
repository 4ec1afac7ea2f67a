using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>Which Services are to be enrolled, and what was said about them.</summary>
internal sealed record EnrolmentRequest
{
    public required string Namespace { get; init; }

    /// <summary>Their names; empty for all of the namespace that can be enrolled.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Codes of findings that are fine.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

    /// <summary>What ports speak, by number.</summary>
    public IReadOnlyDictionary<int, ServiceProtocol> Protocols { get; init; } = new Dictionary<int, ServiceProtocol>();

    /// <summary>The namespace of an operator that looks after all; null to look for it.</summary>
    public string? OperatorNamespace { get; init; }

    /// <summary>The image of the routers; null for the operator's.</summary>
    public string? Image { get; init; }

    /// <summary>Its pull policy; null for the operator's.</summary>
    public string? PullPolicy { get; init; }
}
