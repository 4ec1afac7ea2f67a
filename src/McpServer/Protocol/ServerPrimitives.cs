using AgentSandbox.McpServer.Protocol.Prompts;
using AgentSandbox.McpServer.Resources;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>What a server offers; everything else about it comes from <see cref="ServerComposition"/>.</summary>
internal sealed record ServerPrimitives
{
    /// <summary>What the product offers.</summary>
    public static ServerPrimitives Product => new() { Tools = ToolRegistry.All, Prompts = MarkdownPrompts.All, Resources = ResourceRegistry.All };

    public required IReadOnlyList<McpServerTool> Tools { get; init; }

    public IReadOnlyList<McpServerPrompt> Prompts { get; init; } = [];

    public IReadOnlyList<McpServerResource> Resources { get; init; } = [];

    /// <summary>Completes arguments of prompts and resource templates; absent means that nothing is ever suggested.</summary>
    public McpRequestHandler<CompleteRequestParams, CompleteResult>? Complete { get; init; }
}
