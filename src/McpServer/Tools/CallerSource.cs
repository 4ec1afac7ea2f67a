using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>
/// Finds out who calls and for which tree: the argument, else what the bridge wrote into the request, else the
/// host's own default. A relative path is relative to the one that it takes the place of.
/// </summary>
internal sealed class CallerSource(ICallerResolver resolver, IDefaultWorkspace workspace)
{
    private const int MaxClient = 80;
    private const int MaxPath = 4096;

    public async Task<Result<Caller>> ResolveAsync(
        RequestContext<CallToolRequestParams> context, string? worktree, CancellationToken cancellationToken)
    {
        if (worktree is { } path && (path.Length is 0 or > MaxPath || path.Any(char.IsControl)))
        {
            return UnusablePath(path);
        }

        var standard = CallMeta.Workspace(context) ?? workspace.Path;
        var tree = worktree is null ? standard : Path.GetFullPath(worktree, Path.GetFullPath(standard));
        return await resolver.ResolveAsync(tree, SafeText.Line(CallMeta.Client(context), MaxClient), cancellationToken);
    }

    private static SandboxFailure UnusablePath(string path) => new()
    {
        Code = FailureCodes.TreeUnavailable,
        Category = FailureCategory.User,
        Message = path.Length == 0 ? "The worktree is an empty text." : $"The worktree '{SafeText.Line(path, MaxClient)}' is not a usable path.",
        Hint = "Pass the absolute path of your working tree, or leave worktree out.",
    };
}
