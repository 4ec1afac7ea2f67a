using System.Security.Cryptography;
using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Protocol;
using Microsoft.AspNetCore.Builder;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>
/// The product's endpoint with other primitives. The official suite cannot send a token, so a middleware in front
/// adds it to requests that have none; the endpoint itself is guarded as in the product.
/// </summary>
internal static class FixtureHost
{
    public static Task<McpHttpHost> StartAsync(ServerPrimitives primitives, int port, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        return McpHttpHost.StartAsync(
            port,
            primitives,
            new McpHttpOptions { Token = token },
            _ => { },
            application => application.Use((context, next) =>
            {
                if (context.Request.Headers.Authorization.Count == 0)
                {
                    context.Request.Headers.Authorization = $"Bearer {token}";
                }

                return next(context);
            }),
            cancellationToken);
    }
}
