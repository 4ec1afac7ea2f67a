using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>Asks a Service at its address some hundred times a second, on new and on kept connections, and keeps what failed.</summary>
internal sealed class ServiceLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly HttpClient _kept = new();
    private readonly HttpClient _fresh = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    private readonly Uri _address;
    private Task _running = Task.CompletedTask;
    private long _passed;

    private ServiceLoad(Uri address) => _address = address;

    public static async Task<ServiceLoad> StartAsync(JsonObject service)
    {
        var load = new ServiceLoad(new Uri($"http://{service.TextAt("spec", "clusterIP")}/"));
        await Eventually.True(() => load.AskAsync(load._fresh));
        load._failures.Clear();
        load._running = Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => load.RunAsync(i % 2 == 0 ? load._kept : load._fresh))));
        return load;
    }

    /// <summary>Waits for so many further requests.</summary>
    public async Task PassAsync(int requests)
    {
        var goal = Interlocked.Read(ref _passed) + requests;
        await Eventually.True(() => Interlocked.Read(ref _passed) >= goal || !_failures.IsEmpty);
    }

    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return [.. _failures];
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
        // As fast as it can be would starve the pods on a small machine.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(15));
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
            using var response = await client.GetAsync(_address, limit.Token);
            Interlocked.Increment(ref _passed);
            if (!response.IsSuccessStatusCode)
            {
                _failures.Enqueue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(limit.Token)}");
            }

            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            _failures.Enqueue(e.Message);
            return false;
        }
    }
}
