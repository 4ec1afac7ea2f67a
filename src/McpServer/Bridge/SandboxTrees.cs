using System.Collections.Concurrent;
using System.Text.Json;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.Bridge;

/// <summary>
/// Which host a call is for. Tools that only read take no working tree, and yet one connection may serve several
/// repositories: what a sandbox was created or deployed with leads later calls with its name to the same host.
/// </summary>
/// <remarks>A name that was used with two trees says nothing any more; the connection's workspace decides then, as without this.</remarks>
internal sealed class SandboxTrees
{
    private const string OfTheWorkspace = "";
    private const int Capacity = 1000;

    private readonly ConcurrentDictionary<string, string> _trees = new(StringComparer.Ordinal);

    /// <summary>The tree whose host executes the call; null for the workspace of the connection.</summary>
    public string? Of(string tool, IDictionary<string, JsonElement>? arguments)
    {
        var own = Text(arguments, "worktree");
        var sandbox = Text(arguments, tool == ToolNames.CreateSandbox ? "name" : "sandbox");
        if (sandbox is null)
        {
            return own;
        }

        if (tool is ToolNames.CreateSandbox or ToolNames.DeployFork)
        {
            Remember(sandbox, own ?? OfTheWorkspace);
            return own;
        }

        // Deleting is for the caller's own tree, which only the caller knows.
        return own is null && tool != ToolNames.DeleteSandbox && _trees.GetValueOrDefault(sandbox) is { Length: > 0 } known ? known : own;
    }

    private void Remember(string sandbox, string tree)
    {
        if (_trees.Count < Capacity || _trees.ContainsKey(sandbox))
        {
            _trees.AddOrUpdate(sandbox, tree, (_, before) => before == tree ? tree : OfTheWorkspace);
        }
    }

    private static string? Text(IDictionary<string, JsonElement>? arguments, string name) =>
        arguments?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
