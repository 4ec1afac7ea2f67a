using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation;
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
    /// <summary>The member of a request's <c>_meta</c> with the tree that the client was opened in.</summary>
    public const string WorkspaceMember = "agentsandbox/workspace";

    /// <summary>The member with name and version of the client, of which a bridge's own connection tells nothing.</summary>
    public const string ClientMember = "agentsandbox/client";

    private const int MaxClient = 80;
    private const int MaxPath = 4096;

    public async Task<Result<Caller>> ResolveAsync(
        RequestContext<CallToolRequestParams> context, string? worktree, CancellationToken cancellationToken)
    {
        var meta = context.Params?.Meta;
        if (worktree is { } path && (path.Length is 0 or > MaxPath || path.Any(char.IsControl)))
        {
            return UnusablePath(path);
        }

        var standard = Text(meta, WorkspaceMember) ?? workspace.Path;
        var tree = worktree is null ? standard : Path.GetFullPath(worktree, Path.GetFullPath(standard));
        return await resolver.ResolveAsync(tree, Client(context), cancellationToken);
    }

    private static string? Client(RequestContext<CallToolRequestParams> context)
    {
        var info = context.Server.ClientInfo;
        var client = Text(context.Params?.Meta, ClientMember) ?? (info is null ? null : $"{info.Name} {info.Version}");
        return client is null ? null : SafeText.Line(client, MaxClient);
    }

    private static string? Text(JsonObject? meta, string member) =>
        meta?[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static SandboxFailure UnusablePath(string path) => new()
    {
        Code = FailureCodes.TreeUnavailable,
        Category = FailureCategory.User,
        Message = path.Length == 0 ? "The worktree is an empty text." : $"The worktree '{SafeText.Line(path, MaxClient)}' is not a usable path.",
        Hint = "Pass the absolute path of your working tree, or leave worktree out.",
    };
}
