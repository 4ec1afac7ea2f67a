using System.Net.Sockets;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Inside;

/// <summary>How a program in the cluster reaches services and routers: by their own addresses, where others need a port-forward.</summary>
internal sealed class DirectAddresses(CallerCaches caches)
{
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(5);

    /// <summary>The Service behind a name, which leads to the routers where it is enrolled.</summary>
    public Uri AddressOf(string service)
    {
        var (item, number) = caches.Services.Items
            .SelectMany(candidate => ClusterServices.PortsOf(candidate).Select(port => (candidate, port.Number, port.Name)))
            .Where(entry => entry.Name == service)
            .Select(entry => (entry.candidate.Name(), entry.Number))
            .FirstOrDefault((service, 80));
        return new UriBuilder("http", $"{item}.{caches.Namespace}", number).Uri;
    }

    /// <summary>What asks a router for hops, whichever is ready.</summary>
    public SocketsHttpHandler Routers() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        ConnectTimeout = s_connectLimit,
        ConnectCallback = (_, cancellationToken) => ConnectAsync(cancellationToken),
    };

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var addresses = caches.Routers.Select(router => router.TextAt("status", "podIP")).OfType<string>().ToArray();
        Random.Shared.Shuffle(addresses);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, RouterManifests.HopsPort, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                last = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new HttpRequestException(last is null ? $"No router is ready in the namespace '{caches.Namespace}'." : $"No router can be reached: {last.Message}", last);
    }
}
