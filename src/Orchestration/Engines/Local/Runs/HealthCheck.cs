using System.Net;
using System.Net.Sockets;
using AgentSandbox.Orchestration.Configuration.Services;

namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>Asks a service once whether it is healthy.</summary>
internal sealed class HealthCheck : IDisposable
{
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    /// <summary>Returns null when it is healthy, otherwise what was observed.</summary>
    public async Task<string?> ProbeAsync(ServiceConfiguration service, Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(s_answerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return service.Health.Kind == HealthCheckKind.Http
                ? await HttpAsync(service, address, either.Token)
                : await TcpAsync(address, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {s_answerLimit.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return e.GetBaseException().Message;
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string?> TcpAsync(Uri address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, cancellationToken);
        return null;
    }

    private async Task<string?> HttpAsync(ServiceConfiguration service, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, service.Health.Path))
        {
            Version = service.Protocol == ServiceProtocol.H2c ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await _client.SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        return status is >= 200 and < 400 ? null : $"GET {service.Health.Path} answered {status}";
    }
}
