using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>Asks the other routers for what they alone have. A peer that does not answer in time has not answered.</summary>
internal sealed partial class PeerClient : IDisposable
{
    private readonly HopServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        MaxResponseHeadersLength = 16,
    });

    public PeerClient(HopServerOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>The id of the watch there; null when it was not taken.</summary>
    public async Task<string?> RegisterAsync(HopPeer peer, WireWatch watch, string token, CancellationToken cancellationToken)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(watch, HopJson.Default.WireWatch));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return (await AskAsync(peer, HttpMethod.Post, "watches?local=true", body, token, TimeSpan.Zero, HopJson.Default.WireWatching, cancellationToken))?.Id;
    }

    public async Task<RouterReading> ReadAsync(HopPeer peer, string id, string token, TimeSpan wait, CancellationToken cancellationToken)
    {
        var sent = _time.GetUtcNow();
        var hops = await AskAsync(
            peer, HttpMethod.Get, $"watches/{id}?local=true&waitIdleMs={(long)wait.TotalMilliseconds}", null, token, wait, HopJson.Default.WireHops, cancellationToken);
        return new RouterReading(peer.Name, hops, hops is null ? TimeSpan.Zero : HopMerge.ClockAhead(sent, _time.GetUtcNow(), hops.Now));
    }

    public Task EndAsync(HopPeer peer, string id, string token, CancellationToken cancellationToken) =>
        AskAsync(peer, HttpMethod.Delete, $"watches/{id}?local=true", null, token, TimeSpan.Zero, HopJson.Default.WireHops, cancellationToken);

    public async Task<long?> CountAsync(HopPeer peer, string key, string token, CancellationToken cancellationToken)
    {
        var answers = await AskAsync(
            peer, HttpMethod.Get, $"forkAnswers?local=true&key={Uri.EscapeDataString(key)}", null, token, TimeSpan.Zero, HopJson.Default.WireForkAnswers, cancellationToken);
        return answers?.Routers.GetValueOrDefault(peer.Name);
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<T?> AskAsync<T>(
        HopPeer peer, HttpMethod method, string resource, HttpContent? body, string token, TimeSpan wait, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(_options.PeerLimit + wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var address = new UriBuilder(Uri.UriSchemeHttp, peer.Address!.ToString(), _options.PeerPort).Uri; // those without an address are not asked
        using var request = new HttpRequestMessage(method, new Uri(address, "/v1/" + resource)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await _invoker.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                LogFailed(peer.Name, $"it answered {(int)response.StatusCode}");
                return null;
            }

            if (response.StatusCode == System.Net.HttpStatusCode.NoContent)
            {
                return null;
            }

            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(stream, type, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogFailed(peer.Name, exception.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(EventId = RoutingEvents.PeerFailed, Level = LogLevel.Information, Message = "Router {Peer} did not answer a question for hops: {Reason}.")]
    private partial void LogFailed(string peer, string reason);
}
