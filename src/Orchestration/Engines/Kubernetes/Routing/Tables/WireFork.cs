using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>One fork as the operator knows it.</summary>
internal sealed record WireFork
{
    public required string Sandbox { get; init; }

    /// <summary>The name of the Service.</summary>
    public required string Service { get; init; }

    public required int Revision { get; init; }

    public ForkState State { get; init; }

    /// <summary>Why it does not answer, for people to read.</summary>
    public string? Reason { get; init; }

    /// <summary>The port of its pods behind each port of the Service.</summary>
    public IReadOnlyDictionary<int, int> Ports { get; init; } = new Dictionary<int, int>();

    /// <summary>Addresses of the pods that the operator saw ready; used until a router has seen one of them itself.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
