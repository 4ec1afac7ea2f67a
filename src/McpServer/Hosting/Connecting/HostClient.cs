using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Hosting.Connecting;

/// <summary>Asks a running host about itself, or to do what is not for agents.</summary>
internal sealed class HostClient : IDisposable
{
    private readonly HttpClient _http;

    public HostClient(HostRecord record, string token, TimeSpan timeout)
    {
        // The address is our own machine: a configured proxy must not see the token.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{record.Port}"),
            Timeout = timeout,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<Result<HostStatus>> StatusAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, HostPaths.Status, HostJson.Default.HostStatus, cancellationToken);

    public async Task<Result<Done>> StopAsync(CancellationToken cancellationToken)
    {
        var stopped = await SendAsync(HttpMethod.Post, HostPaths.Stop, HostJson.Default.HostStatus, cancellationToken);
        return stopped.IsSuccess ? default(Done) : stopped.Failure;
    }

    public async Task<Result<T>> SendAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.UnprocessableContent)
            {
                return await response.Content.ReadFromJsonAsync(HostJson.Default.SandboxFailure, cancellationToken)
                    ?? HostFailures.Lost("it answered with nothing.");
            }

            if (!response.IsSuccessStatusCode)
            {
                return HostFailures.Lost($"{path} answered with status {(int)response.StatusCode}.");
            }

            var value = await response.Content.ReadFromJsonAsync(type, cancellationToken);
            return value is null ? HostFailures.Lost($"{path} answered with nothing.") : value;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException
            || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HostFailures.Lost(e.Message);
        }
    }

    public void Dispose() => _http.Dispose();
}
