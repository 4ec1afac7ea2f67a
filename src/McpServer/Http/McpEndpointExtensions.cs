using AgentSandbox.McpServer.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.Http;

/// <summary>Maps the MCP endpoint into an ASP.NET Core application.</summary>
internal static class McpEndpointExtensions
{
    /// <summary>
    /// Serves the primitives at a path. Open streams end when the application begins to stop, because they would
    /// otherwise hold its shutdown until the time-out.
    /// </summary>
    public static IEndpointConventionBuilder MapMcp(
        this IEndpointRouteBuilder endpoints, string path, ServerPrimitives primitives, McpHttpOptions options)
    {
        var services = endpoints.ServiceProvider;
        var endpoint = new McpEndpoint(
            primitives,
            options,
            services,
            services.GetRequiredService<ILoggerFactory>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System);
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
            .Register(() => endpoint.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(5)));

        // One request delegate without parameters to bind: nothing that trimming could break.
        return endpoints.MapMethods(path, ["POST", "GET", "DELETE"], (RequestDelegate)endpoint.HandleAsync);
    }
}
