using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Who calls, and for which working tree.</summary>
/// <param name="Owner">The user and the tree.</param>
/// <param name="Branch">The branch of the tree; null when detached or without git.</param>
/// <param name="Client">Name and version of the client; information only.</param>
public sealed record Caller(Owner Owner, string? Branch, string? Client);
