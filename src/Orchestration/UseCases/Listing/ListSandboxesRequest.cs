namespace AgentSandbox.Orchestration.UseCases.Listing;

/// <summary>Asks for a page of sandboxes.</summary>
/// <param name="Query">Text that a name, branch, tree or service contains; null for all.</param>
/// <param name="Mine">When given, only what this caller owns.</param>
/// <param name="After">The name after which the page begins; null for the first one.</param>
/// <param name="Limit">How many at the most.</param>
public sealed record ListSandboxesRequest(string? Query, Caller? Mine, string? After, int Limit);
