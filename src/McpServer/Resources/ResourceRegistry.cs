using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Resources;

/// <summary>The resources of the product, one line each.</summary>
internal static class ResourceRegistry
{
    private static readonly Lazy<IReadOnlyList<McpServerResource>> s_all = new(() =>
    [
        McpServerResource.Create(
            typeof(RunResource).GetMethod(nameof(RunResource.ReadAsync))!, // named just there
            context => ActivatorUtilities.CreateInstance<RunResource>(context.Services ?? throw new InvalidOperationException("A resource needs the services of its request."))),
    ]);

    public static IReadOnlyList<McpServerResource> All => s_all.Value;
}
