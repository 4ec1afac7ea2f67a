using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Bridge.Upstream;

/// <summary>
/// A session with a host that serves one call at a time, so that a question or a progress note of the host belongs
/// to exactly one call of the agent.
/// </summary>
internal sealed class UpstreamClient : IAsyncDisposable
{
    /// <summary>The newest protocol with sessions: over HTTP the host can ask back only within one.</summary>
    private const string SessionProtocol = "2025-11-25";

    private readonly HttpClient _http;
    private readonly McpClient _client;
    private readonly Holder _current;
    private readonly AcceptanceWatch _watch;

    private UpstreamClient(UpstreamKind kind, HttpClient http, AcceptanceWatch watch, McpClient client, Holder current)
    {
        Kind = kind;
        _http = http;
        _watch = watch;
        _client = client;
        _current = current;
    }

    public UpstreamKind Kind { get; }

    /// <summary>Whether the session has ended on its own.</summary>
    public bool IsClosed => _client.Completion.IsCompleted;

    public static async Task<UpstreamClient> ConnectAsync(UpstreamKind kind, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        var current = new Holder();

        // Never through a proxy: the host is on this machine, and the token must not leave it.
        var watch = new AcceptanceWatch(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) });
        var http = new HttpClient(watch) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            var transport = new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = kind.Endpoint.Uri,
                    TransportMode = HttpTransportMode.StreamableHttp,
                    AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {kind.Endpoint.Token}" },
                    EnableStandaloneGetStream = false,
                    MaxReconnectionAttempts = 2,
                },
                http,
                loggerFactory,
                ownsHttpClient: false);
            var ordered = new OrderedTransport(transport, notification => ProgressAsync(current.Call, notification));
            var client = await McpClient.CreateAsync(ordered, Options(kind, current), loggerFactory, cancellationToken);
            return new UpstreamClient(kind, http, watch, client, current);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request on behalf of a call and passes on what the host says meanwhile.</summary>
    /// <exception cref="HostLostException">The host took the request and was lost before it answered.</exception>
    public async Task<TResult> SendAsync<TParams, TResult>(string method, TParams parameters, OngoingCall call, CancellationToken cancellationToken)
        where TParams : RequestParams
        where TResult : Result
    {
        _current.Call = call;
        _watch.Reset();
        var request = new JsonRpcRequest
        {
            Id = new RequestId(Guid.NewGuid().ToString("N")),
            Method = method,
            Params = JsonSerializer.SerializeToNode(parameters, TypeInfo<TParams>()),
        };
        try
        {
            var response = _client.SendRequestAsync(request, cancellationToken);
            if (await Task.WhenAny(response, _client.Completion) != response)
            {
                throw new ClientTransportClosedException(await _client.Completion);
            }

            var result = (await response).Result ?? throw new McpException("The host answered without a result.");
            return result.Deserialize(TypeInfo<TResult>()) ?? throw new McpException("The host answered without a result.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TellCancelledAsync(request.Id);
            throw;
        }
        catch (Exception e) when (_watch.Accepted && Delivery.IsLost(e))
        {
            throw new HostLostException("was lost during the call", e);
        }
        finally
        {
            _current.Call = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>The SDK's client gives up waiting, but does not tell the server; a host would build on for nobody.</summary>
    private async Task TellCancelledAsync(RequestId id)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            var parameters = new CancelledNotificationParams { RequestId = id, Reason = "The client cancelled the call." };
            await _client.SendNotificationAsync(
                NotificationMethods.CancelledNotification, parameters, McpJsonUtilities.DefaultOptions, timeout.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or McpException or InvalidOperationException)
        {
            // The host is gone, and the call with it.
        }
    }

    private static McpClientOptions Options(UpstreamKind kind, Holder current) => new()
    {
        ClientInfo = new Implementation { Name = "agent-sandbox-bridge", Version = ServerComposition.Version },
        ProtocolVersion = SessionProtocol,
        InitializationTimeout = TimeSpan.FromSeconds(8),
        Capabilities = kind.ToCapabilities(),
        Handlers = new McpClientHandlers
        {
            ElicitationHandler = kind.Form || kind.Url ? (request, token) => ElicitAsync(current.Call, request, token) : null,
        },
    };

    private static ValueTask<ElicitResult> ElicitAsync(OngoingCall? call, ElicitRequestParams? request, CancellationToken cancellationToken)
    {
        return call is null || request is null
            ? ValueTask.FromResult(new ElicitResult { Action = "cancel" })
            : call.Server.ElicitAsync(request, cancellationToken);
    }

    private static async ValueTask ProgressAsync(OngoingCall? call, JsonRpcNotification notification)
    {
        var progress = notification.Params.Deserialize(TypeInfo<ProgressNotificationParams>());
        if (progress is not null && call?.ProgressToken is { } token)
        {
            try
            {
                await call.Server.NotifyProgressAsync(token, progress.Progress, cancellationToken: CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or McpException or InvalidOperationException)
            {
                // The client is gone; its call ends by itself, and the session stays sound.
            }
        }
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));

    /// <summary>The call that the session serves now.</summary>
    private sealed class Holder
    {
        private OngoingCall? _call;

        public OngoingCall? Call
        {
            get => Volatile.Read(ref _call);
            set => Volatile.Write(ref _call, value);
        }
    }
}
