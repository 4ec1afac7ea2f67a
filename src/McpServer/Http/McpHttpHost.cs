using AgentSandbox.McpServer.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.Http;

/// <summary>
/// Kestrel with the MCP endpoint, on 127.0.0.1 unless the options say otherwise. Built from the empty builder: the slim one watches the working
/// directory for settings files, which costs start-up time in a large repository and reads files of others.
/// </summary>
internal sealed class McpHttpHost : IAsyncDisposable
{
    public const string Path = "/mcp";

    private McpHttpHost(WebApplication application, Uri endpoint)
    {
        Application = application;
        Endpoint = endpoint;
    }

    public WebApplication Application { get; }

    /// <summary>The address that clients use.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="primitives">What is served.</param>
    /// <param name="options">Token and limits.</param>
    /// <param name="configureServices">Registers what the tools need; they are created from these services.</param>
    /// <param name="configureApplication">Adds middleware before the endpoint, or more endpoints.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<McpHttpHost> StartAsync(
        int port,
        ServerPrimitives primitives,
        McpHttpOptions options,
        Action<IServiceCollection> configureServices,
        Action<WebApplication>? configureApplication,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = ServerComposition.ServerName });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, port);
            kestrel.AddServerHeader = false;

            // The endpoint has its own limit: Kestrel would close the connection before the client has read why.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        ServerComposition.ConfigureLogging(builder.Logging);
        builder.Services.AddRoutingCore();
        configureServices(builder.Services);
        var application = builder.Build();
        try
        {
            configureApplication?.Invoke(application);
            application.MapMcp(Path, primitives, options);
            await application.StartAsync(cancellationToken);
            var given = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Single()
                ?? throw new InvalidOperationException("Kestrel does not tell its address.");
            return new McpHttpHost(application, new Uri(new Uri(given), Path));
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening and ends every session.</summary>
    public async ValueTask DisposeAsync()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
    }
}
