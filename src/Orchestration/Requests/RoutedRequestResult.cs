using AgentSandbox.Orchestration.Proof;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>What came back, and who answered.</summary>
public sealed record RoutedRequestResult
{
    /// <summary>The response.</summary>
    public required ObservedResponse Response { get; init; }

    /// <summary>Who answered, by the routers' records.</summary>
    public required RequestProof Proof { get; init; }

    /// <summary>Forks whose working tree has changed since they were captured.</summary>
    public IReadOnlyList<string> StaleServices { get; init; } = [];

    /// <summary>The baseline's response, when a comparison was asked for.</summary>
    public ObservedResponse? Baseline { get; init; }

    /// <summary>What differs, baseline first; null when no comparison was asked for.</summary>
    public IReadOnlyList<string>? Differences { get; init; }

    /// <summary>Things that the caller should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
