using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Traffic;

/// <summary>Asks one router pod about recordings, with the user's right to reach it and the sandbox's hop token.</summary>
internal sealed class RouterClient : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;

    public RouterClient(IKubernetesApi api, TimeProvider time)
    {
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            ConnectCallback = async (connection, cancellationToken) =>
            {
                // The host of the address is the pod's name.
                var opened = await api.OpenPortAsync(api.Namespace, connection.DnsEndPoint.Host, RouterManifests.HopsPort, cancellationToken);
                return opened.IsSuccess ? opened.Value : throw new HttpRequestException($"{opened.Failure.Code}: {opened.Failure.Message}");
            },
        });
    }

    public Task<Result<WireRecorded>> BeginAsync(string pod, WireRecording wanted, string token, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, pod, "", JsonSerializer.SerializeToUtf8Bytes(wanted, RecordingJson.Default.WireRecording), token, cancellationToken);

    public Task<Result<WireRecorded>> LookAsync(string pod, string id, string token, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, pod, "/" + id, null, token, cancellationToken);

    public Task<Result<WireRecorded>> EndAsync(string pod, string id, string token, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Delete, pod, "/" + id, null, token, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Result<WireRecorded>> AskAsync(HttpMethod method, string pod, string resource, byte[]? body, string token, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri($"http://{pod}/v1/recordings{resource}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return Failed(pod, $"it answered {(int)response.StatusCode}: {(await response.Content.ReadAsStringAsync(either.Token)).Trim()}", response.StatusCode == HttpStatusCode.TooManyRequests);
            }

            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(stream, RecordingJson.Default.WireRecorded, either.Token) is { } recorded ? recorded : Failed(pod, "it answered nothing", isRetryable: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Failed(pod, exception is OperationCanceledException ? "it did not answer in time" : exception.Message, isRetryable: true);
        }
    }

    private static SandboxFailure Failed(string pod, string fact, bool isRetryable) => new()
    {
        Code = FailureCodes.RecordingUnusable,
        Category = FailureCategory.Environment,
        Message = $"The router {pod} does not record: {fact.TrimEnd('.')}.",
        Hint = "See whether the router pods of the namespace run and are of this version, then try again.",
        Retryable = isRetryable,
    };
}
