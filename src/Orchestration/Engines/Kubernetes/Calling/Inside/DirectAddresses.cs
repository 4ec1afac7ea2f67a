using System.Net.Sockets;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Inside;

/// <summary>How a program in the cluster reaches services and routers: by their own addresses, where others need a port-forward.</summary>
internal sealed class DirectAddresses(IKubernetesApi api, CallerCaches caches, TimeProvider time)
{
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_askedAgain = TimeSpan.FromMinutes(1);

    private long _allowedAt;

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

    /// <summary>
    /// Whether the caller may send requests: from outside that takes the right to port-forward, and standing inside of the
    /// cluster must not give what their own account does not.
    /// </summary>
    public async Task<SandboxFailure?> RefusalAsync(CancellationToken cancellationToken)
    {
        var allowedAt = Volatile.Read(ref _allowedAt);
        if (allowedAt != 0 && time.GetElapsedTime(allowedAt) < s_askedAgain)
        {
            return null;
        }

        var may = await api.MayAsync(new AccessQuestion("create", ResourceKinds.Pods, caches.Namespace, "portforward"), cancellationToken);
        if (may is { IsSuccess: true, Value: true })
        {
            Volatile.Write(ref _allowedAt, time.GetTimestamp());
            return null;
        }

        return may.Failure ?? new SandboxFailure
        {
            Code = FailureCodes.Forbidden,
            Category = FailureCategory.User,
            Message = $"Nothing was sent: sending requests to services of the namespace \"{caches.Namespace}\" needs the right to create pods/portforward there.",
            Hint = $"Ask for this right; \"kubectl auth can-i create pods --subresource=portforward -n {caches.Namespace}\" tells when it is there.",
        };
    }

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
