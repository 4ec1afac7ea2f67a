using AgentSandbox.McpServer.Tools;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>Takes every path as a working tree of one user.</summary>
internal sealed class FakeCallers : ICallerResolver, IDefaultWorkspace
{
    public const string User = "alice";

    public string Path => "/repo/default";

    public List<Caller> Resolved { get; } = [];

    public Task<Result<Caller>> ResolveAsync(string worktree, string? client, CancellationToken cancellationToken)
    {
        var caller = new Caller(new Owner(User, worktree), "feature", client);
        Resolved.Add(caller);
        return Task.FromResult<Result<Caller>>(caller);
    }
}
