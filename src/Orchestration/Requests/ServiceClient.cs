using System.Net;
using System.Security.Cryptography;
using System.Text;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>Sends requests as an outside caller would: no redirects, cookies, proxies or propagation of our own trace.</summary>
internal sealed class ServiceClient(TimeProvider time) : IServiceClient, IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 128,
    });

    public async Task<Result<ObservedResponse>> SendAsync(
        Uri router, RoutedRequest request, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var message = Message(router, request, headers);
            var started = time.GetTimestamp();
            using var response = await _client.SendAsync(message, either.Token);
            return await ReadAsync(response, request.MaxBodyBytes, started, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.RequestTimedOut,
                Category = FailureCategory.User,
                Message = $"{request.Method} {request.Path} of '{request.Service}' got no complete answer within {request.Timeout.TotalSeconds:0.#} s.",
                Hint = "See read_logs of the services on its path, or pass a larger timeout_seconds.",
                Retryable = true,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.RequestFailed,
                Category = FailureCategory.Environment,
                Message = $"{request.Method} {request.Path} of '{request.Service}' failed on the way to the router: {e.Message}",
                Hint = "Look at read_logs of the service; if the connection was refused, call list_services.",
                Retryable = true,
            };
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Message(Uri router, RoutedRequest request, IReadOnlyDictionary<string, string> headers)
    {
        var target = new Uri(router.GetLeftPart(UriPartial.Authority) + request.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), target)
        {
            Version = request.Protocol == ServiceProtocol.H2c ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            if (!request.Headers.Keys.Contains("content-type", StringComparer.OrdinalIgnoreCase))
            {
                message.Content.Headers.TryAddWithoutValidation("content-type", LooksLikeJson(request.Body) ? "application/json" : "text/plain; charset=utf-8");
            }
        }

        foreach (var (name, value) in request.Headers.Concat(headers))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content ??= new ByteArrayContent([]);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static bool LooksLikeJson(string body) => body.AsSpan().TrimStart() is ['{' or '[', ..];

    private async Task<Result<ObservedResponse>> ReadAsync(HttpResponseMessage response, int limit, long started, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[limit + 1];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var isTruncated = read > limit;
        var kept = buffer.AsMemory(0, Math.Min(read, limit));
        return new ObservedResponse
        {
            Status = (int)response.StatusCode,
            Headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .GroupBy(header => header.Key.ToLowerInvariant())
                .ToDictionary(group => group.Key, group => string.Join(", ", group.SelectMany(header => header.Value))),
            Body = IsText(kept.Span) ? Encoding.UTF8.GetString(kept.Span) : string.Empty,
            BodyHash = IsText(kept.Span) || isTruncated ? null : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(kept.Span)),
            BodyBytes = Math.Max(read, response.Content.Headers.ContentLength ?? 0),
            IsTruncated = isTruncated,
            Duration = time.GetElapsedTime(started),
        };
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0);
}
