using System.Buffers;
using System.Net;
using System.Text;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>Sends one request again and again, as an outside caller would; each side has connections of its own.</summary>
internal sealed class HttpLoadClient : ILoadClient, IDisposable
{
    private readonly GeneratorOptions _options;
    private readonly Version _version;
    private readonly HttpMethod _method;
    private readonly Uri _uri;
    private readonly byte[]? _body;
    private readonly HttpMessageInvoker[] _invokers;
    private readonly KeyValuePair<string, string>[][] _headers;

    /// <param name="router">The router's address of the service.</param>
    /// <param name="protocol">What the service speaks.</param>
    /// <param name="request">What is sent; checked before.</param>
    /// <param name="routing">Headers that requests of the sandbox carry besides.</param>
    /// <param name="options">Limits.</param>
    public HttpLoadClient(Uri router, ServiceProtocol protocol, StepRequest request, IReadOnlyDictionary<string, string> routing, GeneratorOptions options)
    {
        _options = options;
        _version = protocol == ServiceProtocol.H2c ? HttpVersion.Version20 : HttpVersion.Version11;
        _method = new HttpMethod(request.Method);
        _uri = new Uri(router.GetLeftPart(UriPartial.Authority) + request.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        _body = request.Body is null ? null : Encoding.UTF8.GetBytes(request.Body);
        var own = request.Headers.ToList();
        if (_body is not null && !request.Headers.Keys.Contains("content-type", StringComparer.OrdinalIgnoreCase))
        {
            var isJson = request.Body.AsSpan().TrimStart() is ['{' or '[', ..];
            own.Add(new("content-type", isJson ? "application/json" : "text/plain; charset=utf-8"));
        }

        _headers = [[.. own], [.. own, .. routing]];
        _invokers = [CreateInvoker(options), CreateInvoker(options)];
    }

    public async ValueTask<LoadAnswer> SendAsync(LoadSide side, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.RequestTimeout);
        try
        {
            using var message = Message(_headers[(int)side]);
            using var response = await _invokers[(int)side].SendAsync(message, limit.Token);
            return await DiscardBodyAsync(response, limit.Token)
                ? new LoadAnswer(LoadAnswerKind.Answered, (int)response.StatusCode)
                : new LoadAnswer(LoadAnswerKind.BodyTooLarge, (int)response.StatusCode);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return new LoadAnswer(LoadAnswerKind.TimedOut);
        }
        catch (Exception)
        {
            // A response that breaks HTTP in any way is an answer's failure, never the generator's.
            return new LoadAnswer(LoadAnswerKind.Failed);
        }
    }

    public void Dispose()
    {
        foreach (var invoker in _invokers)
        {
            invoker.Dispose();
        }
    }

    private static HttpMessageInvoker CreateInvoker(GeneratorOptions options) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,

        // A trace of our own would make requests to the baseline look like somebody's lost key.
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.RequestTimeout,
        MaxConnectionsPerServer = options.MaxInFlight,

        // One HTTP/2 connection carries a hundred requests; the next one would wait here and not at the service.
        EnableMultipleHttp2Connections = true,
        MaxResponseHeadersLength = 128,

        // A body that is cut off closes its connection; reading on for the connection's sake would feed on an endless one.
        MaxResponseDrainSize = 0,
    });

    private HttpRequestMessage Message(KeyValuePair<string, string>[] headers)
    {
        var message = new HttpRequestMessage(_method, _uri) { Version = _version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (_body is not null)
        {
            message.Content = new ByteArrayContent(_body);
        }

        foreach (var (name, value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content ??= new ByteArrayContent([]);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private async ValueTask<bool> DiscardBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var total = 0L;
            for (var read = -1; read != 0 && total <= _options.MaxBodyBytes; total += read)
            {
                read = await stream.ReadAsync(buffer, cancellationToken);
            }

            return total <= _options.MaxBodyBytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
