namespace AgentSandbox.Orchestration.Snapshots.GitTrees;

/// <summary>A tree that was written to our store.</summary>
internal sealed record GitTree(string Hash, int FileCount, IReadOnlyList<string> NestedRepositories);
