using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentSandbox.Router.Listeners;

/// <summary>A bare Kestrel server for one service of protocol http or h2c.</summary>
internal sealed class HttpServiceListener : IServiceListener
{
    private readonly KestrelServer _server;

    /// <summary>A bare line feed ends no line: a server before us may read on, and see another request (RFC 9112, 2.2 leaves it open).</summary>
    static HttpServiceListener() => AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);

    private HttpServiceListener(KestrelServer server, ServiceProtocol protocol, int port, ListenerTraffic traffic)
    {
        _server = server;
        Traffic = traffic;
        Protocol = protocol;
        Port = port;
    }

    public ServiceProtocol Protocol { get; }

    public int Port { get; }

    public ListenerTraffic Traffic { get; }

    public static async Task<HttpServiceListener> StartAsync(
        ServiceApplication application, ServiceProtocol protocol, int port, RouterOptions options, ILoggerFactory loggerFactory)
    {
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggerFactory);
        var server = new KestrelServer(Options.Create(CreateOptions(protocol, port, options, application.Traffic)), transport, loggerFactory);
        try
        {
            await server.StartAsync<HttpContext>(application, CancellationToken.None);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        var address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new HttpServiceListener(server, protocol, BindingAddress.Parse(address).Port, application.Traffic);
    }

    public static bool IsPortInUse(Exception exception) =>
        exception is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied }
        || (exception.InnerException is { } inner && IsPortInUse(inner));

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _server.StopAsync(cancellationToken);
        _server.Dispose();
    }

    private static KestrelServerOptions CreateOptions(ServiceProtocol protocol, int port, RouterOptions options, ListenerTraffic traffic)
    {
        var server = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,

            // Bytes in header values pass unchanged, whatever their encoding is.
            RequestHeaderEncodingSelector = _ => Encoding.Latin1,
            ResponseHeaderEncodingSelector = _ => Encoding.Latin1,
        };
        var limits = server.Limits;
        limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
        limits.MaxRequestHeadersTotalSize = options.MaxRequestHeadBytes;
        limits.MaxRequestLineSize = options.MaxRequestLineBytes;
        limits.MaxRequestBufferSize = Math.Max(1 << 20, options.MaxRequestLineBytes);
        limits.RequestHeadersTimeout = options.RequestHeadTimeout;
        limits.KeepAliveTimeout = options.ClientIdleTimeout;
        limits.MaxConcurrentConnections = options.MaxClientConnections;
        limits.MaxConcurrentUpgradedConnections = options.MaxClientConnections;
        limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        limits.Http2.MaxRequestHeaderFieldSize = options.MaxRequestHeadBytes;

        // Streams may rest; the forwarder's own idle limit ends them, in both directions.
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        server.Listen(options.ListenAddress, port, listen =>
        {
            listen.Protocols = protocol == ServiceProtocol.H2c ? HttpProtocols.Http2 : HttpProtocols.Http1;
            listen.Use(next => connection => CountAsync(connection, next, traffic));
        });
        return server;
    }

    private static async Task CountAsync(ConnectionContext connection, ConnectionDelegate next, ListenerTraffic traffic)
    {
        traffic.ConnectionOpened();
        try
        {
            await next(connection);
        }
        finally
        {
            traffic.ConnectionClosed();
        }
    }
}
