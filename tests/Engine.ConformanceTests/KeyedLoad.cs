using System.Collections.Concurrent;
using System.Text.Json;
using AgentSandbox.TestKit;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>Keeps a few keyed requests under way, until it is stopped, and remembers every answer that was not 200.</summary>
public sealed class KeyedLoad : IAsyncDisposable
{
    private const int Callers = 4;

    private readonly HttpClient _client = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _callers;
    private int _answered;

    public KeyedLoad(Uri router, string key)
    {
        _client.DefaultRequestHeaders.Add("x-sandbox-key", key);
        _callers = [.. Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(router)))];
    }

    public ConcurrentBag<string> Failures { get; } = [];

    public IReadOnlyCollection<string> Versions => [.. _versions.Keys];

    public int Answered => Volatile.Read(ref _answered);

    private readonly ConcurrentDictionary<string, byte> _versions = new();

    public Task UntilAsync(int answered) => Eventually.True(() => Answered >= answered, $"{answered} requests are answered");

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task CallAsync(Uri router)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var response = await _client.GetAsync(router);
                var body = await response.Content.ReadAsStringAsync();
                if (response.IsSuccessStatusCode)
                {
                    _versions.TryAdd(JsonDocument.Parse(body).RootElement.GetProperty("version").GetString()!, 0);
                }
                else
                {
                    Failures.Add($"{(int)response.StatusCode} {body}");
                }
            }
            catch (HttpRequestException e)
            {
                Failures.Add(e.ToString());
            }

            Interlocked.Increment(ref _answered);
        }
    }
}
