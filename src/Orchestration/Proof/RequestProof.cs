using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Proof;

/// <summary>The hops of a request, and what they prove.</summary>
public sealed record RequestProof
{
    /// <summary>The verdict.</summary>
    public required ProofVerdict Verdict { get; init; }

    /// <summary>One sentence that says why.</summary>
    public required string Reason { get; init; }

    /// <summary>The forks that answered.</summary>
    public IReadOnlyList<ForkMet> ForksMet { get; init; } = [];

    /// <summary>Forked services of the sandbox whose fork answered nothing.</summary>
    public IReadOnlyList<string> ForksNotMet { get; init; } = [];

    /// <summary>Where the key was lost, when it was.</summary>
    public LostKey? Lost { get; init; }

    /// <summary>The hops as the routers recorded them, in the order of arrival.</summary>
    public IReadOnlyList<Hop> Hops { get; init; } = [];
}
