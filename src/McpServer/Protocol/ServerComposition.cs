using System.Reflection;
using AgentSandbox.McpServer.Protocol.Arguments;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// Composes a server from its primitives: identity, instructions, capabilities, filters and cache hints.
/// Every transport, and the fixture of the conformance suite, is composed here and nowhere else.
/// </summary>
internal static class ServerComposition
{
    public const string ServerName = "agent-sandbox";

    private static readonly TimeSpan s_listTimeToLive = TimeSpan.FromMinutes(10);

    public static string Version { get; } =
        typeof(ServerComposition).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";

    /// <summary>The protocol versions that are promised; the SDK also speaks older ones.</summary>
    public static IReadOnlyList<string> ProtocolVersions { get; } = ["2025-06-18", "2025-11-25", "2026-07-28"];

    public static McpServerOptions Create(ServerPrimitives primitives)
    {
        var options = new McpServerOptions();
        Configure(options, primitives);
        return options;
    }

    public static void Configure(McpServerOptions options, ServerPrimitives primitives)
    {
        options.ServerInfo = new Implementation { Name = ServerName, Title = "AgentSandbox", Version = Version };
        options.ServerInstructions = ServerInstructions.Text;
        options.ScopeRequests = true;
        options.Capabilities = new ServerCapabilities
        {
            Tools = new ToolsCapability(),
            Prompts = new PromptsCapability(),
            Resources = new ResourcesCapability { Subscribe = true },
            Logging = new LoggingCapability(),
            Completions = new CompletionsCapability(),
        };
        AddPrimitives(options, primitives);
        AddHandlers(options.Handlers, primitives);
        options.Filters.Request.CallToolFilters.Add(UnexpectedErrors.Filter);
        options.Filters.Request.CallToolFilters.Add(LostInfrastructure.Filter);
        options.Filters.Request.CallToolFilters.Add(ArgumentCheck.Filter);
        AddCacheHints(options.Filters.Request);
    }

    /// <summary>The SDK logs every message at Information; what matters of it is at Warning.</summary>
    public static ILoggingBuilder ConfigureLogging(ILoggingBuilder logging)
    {
        return logging.AddFilter("ModelContextProtocol", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
    }

    private static void AddPrimitives(McpServerOptions options, ServerPrimitives primitives)
    {
        options.ToolCollection = [.. primitives.Tools];
        options.PromptCollection = [.. primitives.Prompts];
        options.ResourceCollection = [.. primitives.Resources];
    }

    private static void AddHandlers(McpServerHandlers handlers, ServerPrimitives primitives)
    {
        handlers.CompleteHandler = primitives.Complete
            ?? ((_, _) => ValueTask.FromResult(new CompleteResult { Completion = new Completion { Values = [], Total = 0, HasMore = false } }));

        // Subscriptions are accepted by every server; a server whose resources never change has nothing to tell.
        handlers.SubscribeToResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        handlers.UnsubscribeFromResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
    }

    private static void AddCacheHints(McpRequestFilters filters)
    {
        filters.ListToolsFilters.Add(CacheHint<ListToolsRequestParams, ListToolsResult>(s_listTimeToLive, CacheScope.Public));
        filters.ListPromptsFilters.Add(CacheHint<ListPromptsRequestParams, ListPromptsResult>(s_listTimeToLive, CacheScope.Public));
        filters.ListResourcesFilters.Add(CacheHint<ListResourcesRequestParams, ListResourcesResult>(TimeSpan.Zero, CacheScope.Private));
        filters.ListResourceTemplatesFilters.Add(
            CacheHint<ListResourceTemplatesRequestParams, ListResourceTemplatesResult>(s_listTimeToLive, CacheScope.Public));
        filters.ReadResourceFilters.Add(CacheHint<ReadResourceRequestParams, ReadResourceResult>(TimeSpan.Zero, CacheScope.Private));
    }

    private static McpRequestFilter<TParams, TResult> CacheHint<TParams, TResult>(TimeSpan timeToLive, CacheScope scope)
        where TResult : Result, ICacheableResult
    {
        return next => async (context, cancellationToken) =>
        {
            var result = await next(context, cancellationToken);
            result.TimeToLive ??= timeToLive;
            result.CacheScope ??= scope;
            return result;
        };
    }
}
