using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Inside;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.Orchestration.Hosting.Cluster.Team;

/// <summary>Every call of one token is its user's; a working tree of theirs is nothing that this program could see.</summary>
internal sealed class TeamCallers(string user) : ICallerResolver
{
    public Task<Result<Caller>> ResolveAsync(string worktree, string? client, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Caller>>(worktree == Owner.NoTree ? new Caller(new Owner(user, Owner.NoTree), null, client) : TreelessEngine.NoTree() with
        {
            Hint = "Leave 'worktree' out here; to deploy a working tree, use 'agent-sandbox mcp' on the machine where it is.",
        });
}
