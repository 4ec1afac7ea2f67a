using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// What the bridge tells the host about a call beyond its arguments, in <c>_meta</c>: whose workspace it is and which
/// client speaks. Information, not authority: whoever has the host's token can write anything here.
/// </summary>
internal static class CallMeta
{
    public const string WorkspaceKey = "agentsandbox/workspace";
    public const string ClientKey = "agentsandbox/client";

    private const string ReservedPrefix = "io.modelcontextprotocol/";
    private const string ProgressKey = "progressToken";

    /// <summary>The forwarded call's meta: the caller's own without what belongs to its hop, and the two of ours.</summary>
    public static JsonObject Create(JsonObject? callerMeta, string workspace, Implementation? client, bool wantsProgress)
    {
        var meta = new JsonObject();
        foreach (var (key, value) in callerMeta ?? [])
        {
            if (key != ProgressKey && !key.StartsWith(ReservedPrefix, StringComparison.Ordinal))
            {
                meta[key] = value?.DeepClone();
            }
        }

        meta[WorkspaceKey] = workspace;
        meta[ClientKey] = client is null ? "unknown" : $"{client.Name}/{client.Version}";
        if (wantsProgress)
        {
            meta[ProgressKey] = Guid.NewGuid().ToString("N");
        }

        return meta;
    }

    /// <summary>The caller's workspace, or null when the client speaks to the host without the bridge.</summary>
    public static string? Workspace<TParams>(RequestContext<TParams> context)
        where TParams : RequestParams
    {
        return Text(context.Params?.Meta, WorkspaceKey);
    }

    /// <summary>The agent's client as <c>name/version</c>.</summary>
    public static string Client<TParams>(RequestContext<TParams> context)
        where TParams : RequestParams
    {
        return Text(context.Params?.Meta, ClientKey)
            ?? (context.Server.ClientInfo is { } info ? $"{info.Name}/{info.Version}" : "unknown");
    }

    private static string? Text(JsonObject? meta, string key) =>
        meta?[key] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
