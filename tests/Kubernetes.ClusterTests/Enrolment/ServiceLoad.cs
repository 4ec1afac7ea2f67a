using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>Asks a Service at its address some hundred times a second, on new and on kept connections, and keeps what failed.</summary>
internal sealed class ServiceLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<LoadFailure> _failures = new();
    private readonly HttpClient _kept = new();
    private readonly HttpClient _fresh = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Uri _address;
    private readonly LoadOptions _options;
    private Task _running = Task.CompletedTask;
    private long _passed;

    private ServiceLoad(Uri address, LoadOptions options)
    {
        _address = address;
        _options = options;
    }

    /// <summary>Requests that were answered, as they must be or not.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>Since it began; what failures are dated by.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    public IReadOnlyList<LoadFailure> Failures => [.. _failures];

    public static async Task<ServiceLoad> StartAsync(JsonObject service, LoadOptions? options = null)
    {
        options ??= new LoadOptions();
        var load = new ServiceLoad(new UriBuilder("http", service.TextAt("spec", "clusterIP"), options.Port, options.Path).Uri, options);
        await Eventually.True(() => load.AskAsync(load._fresh));
        load._failures.Clear();
        load._clock.Restart();
        load._running = Task.WhenAll(Enumerable.Range(0, options.Clients).Select(i => Task.Run(() => load.RunAsync(i % 2 == 0 ? load._kept : load._fresh))));
        return load;
    }

    /// <summary>Waits for so many further requests, or for one that fails.</summary>
    public async Task PassAsync(int requests)
    {
        var goal = Passed + requests;
        await Eventually.True(() => Passed >= goal || !_failures.IsEmpty);
    }

    /// <summary>Waits for so many further answers, whatever fails meanwhile.</summary>
    public async Task AnswerAsync(int requests)
    {
        var goal = Passed + requests;
        await Eventually.True(() => Passed >= goal);
    }

    public async Task<IReadOnlyList<LoadFailure>> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return Failures;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _kept.Dispose();
        _fresh.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(HttpClient client)
    {
        using var pace = new PeriodicTimer(_options.Pace);
        while (!_stop.IsCancellationRequested && await pace.WaitForNextTickAsync())
        {
            await AskAsync(client);
        }
    }

    private async Task<bool> AskAsync(HttpClient client)
    {
        try
        {
            using var limit = new CancellationTokenSource(TestTimeouts.Default);
            using var request = Request();
            using var response = await client.SendAsync(request, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            Interlocked.Increment(ref _passed);
            var isRight = response.IsSuccessStatusCode && text.Contains(_options.Expected, StringComparison.Ordinal)
                && (!_options.IsGrpc || (response.TrailingHeaders.TryGetValues("grpc-status", out var status) && status.Single() == "0"));
            if (!isRight)
            {
                Fail(client, isRefused: false, $"{(int)response.StatusCode} {text}");
            }

            return isRight;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            Fail(client, e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }, $"{e.Message} {e.InnerException?.Message}");
            return false;
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _address) { VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (_options.IsGrpc)
        {
            request.Method = HttpMethod.Post;
            request.Version = HttpVersion.Version20;
            request.Headers.TE.ParseAdd("trailers");
            request.Content = new ByteArrayContent("\0\0\0\0\amessage"u8.ToArray());
            request.Content.Headers.ContentType = new("application/grpc");
        }

        request.Headers.Host = _options.Host;
        if (_options.Key is { } key)
        {
            request.Headers.Add("x-sandbox-key", key);
        }

        return request;
    }

    private void Fail(HttpClient client, bool isRefused, string what) => _failures.Enqueue(new LoadFailure(_clock.Elapsed, client == _kept, isRefused, what));
}
