using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>The connections to one cluster, shared by all of its users.</summary>
/// <remarks>
/// A client certificate belongs to a connection and not to a request, and the API server prefers it to a token. So each
/// certificate has connections of its own, and a token alone never meets those of a certificate.
/// </remarks>
internal sealed class ClusterConnections(ClusterEndpoint endpoint) : IDisposable
{
    private const int MaxCertificates = 4;
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<(string Key, SocketsHttpHandler Handler, HttpMessageInvoker Invoker)> _open = [];

    public ClusterEndpoint Endpoint => endpoint;

    /// <summary>Counts the calls of all of its users.</summary>
    public ApiRequestCounts Counts { get; init; } = new();

    /// <summary>How long connecting may take.</summary>
    public static TimeSpan ConnectLimit => s_connectLimit;

    public HttpMessageInvoker For(ClientCertificate? certificate)
    {
        var key = certificate?.Thumbprint ?? "";
        lock (_lock)
        {
            var found = _open.FindIndex(item => item.Key == key);
            if (found < 0)
            {
                var handler = CreateHandler(certificate);
                _open.Add((key, handler, new HttpMessageInvoker(handler, disposeHandler: false)));
                found = _open.Count - 1;
            }

            var invoker = _open[found].Invoker;
            if (_open.Count > MaxCertificates)
            {
                _open[0].Handler.Dispose(); // Its idle connections close now, busy ones when their calls end.
                _open.RemoveAt(0);
            }

            return invoker;
        }
    }

    /// <summary>The name that TLS asks for, when it is not that of the address.</summary>
    public void Address(HttpRequestHeaders headers) => headers.Host = endpoint.IsEncrypted ? endpoint.TlsServerName : null;

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var item in _open)
            {
                item.Handler.Dispose();
            }

            _open.Clear();
        }
    }

    private SocketsHttpHandler CreateHandler(ClientCertificate? certificate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = endpoint.Proxy is not null,
        Proxy = endpoint.Proxy,
        ActivityHeadersPropagator = null,
        ConnectTimeout = s_connectLimit,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30), // finds a server that is gone while a watch waits
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        ConnectCallback = ConnectAsync,
        SslOptions = CreateTls(certificate),
    };

    private SslClientAuthenticationOptions CreateTls(ClientCertificate? certificate)
    {
        var tls = new SslClientAuthenticationOptions { ClientCertificateContext = certificate?.Context };
        if (endpoint.IsInsecure)
        {
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (endpoint.Roots is { } roots)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck, // a cluster's own authority publishes no list
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return tls;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // HTTP/1.1 and WebSockets have no pings; without these a silent loss of the network would never be seen.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
