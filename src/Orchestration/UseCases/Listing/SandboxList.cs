namespace AgentSandbox.Orchestration.UseCases.Listing;

/// <summary>A page of sandboxes.</summary>
/// <param name="Sandboxes">The page, ordered by name.</param>
/// <param name="Total">How many match in all.</param>
/// <param name="Next">What to pass to get the next page; null on the last one.</param>
public sealed record SandboxList(IReadOnlyList<SandboxView> Sandboxes, int Total, string? Next);
