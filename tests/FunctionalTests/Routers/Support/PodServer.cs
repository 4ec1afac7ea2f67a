using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.FunctionalTests.Routers.Support;

/// <summary>A real HTTP server that plays the container of a pod, on an address of its own.</summary>
internal sealed class PodServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _requests;

    private PodServer(WebApplication application) => _application = application;

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static Task<PodServer> NamedAsync(string address, int port, string name) => StartAsync(address, port, context => context.Response.WriteAsync(name));

    public static async Task<PodServer> StartAsync(string address, int port, RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Parse(address), port));
        var server = new PodServer(builder.Build());
        server._application.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            return handler(context);
        });
        await server._application.StartAsync();
        return server;
    }

    /// <summary>A port that nobody uses on any address of this machine; nothing reserves it, but the kernel gives it out again last.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // just bound
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }
}
