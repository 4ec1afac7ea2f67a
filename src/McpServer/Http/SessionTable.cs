using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.McpServer.Http;

/// <summary>The live sessions, at most so many, and a sweep that ends those that nobody uses.</summary>
internal sealed class SessionTable : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, McpHttpSession> _sessions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped = new();
    private readonly McpHttpOptions _options;
    private readonly PeriodicTimer _timer;
    private readonly Task _sweep;

    public SessionTable(McpHttpOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timer = new PeriodicTimer(options.SweepInterval, timeProvider);
        _sweep = SweepLoopAsync();
    }

    public int Count => _sessions.Count;

    public bool TryGet(string id, [NotNullWhen(true)] out McpHttpSession? session) => _sessions.TryGetValue(id, out session);

    /// <summary>Adds a session; false when the table is full of sessions in use.</summary>
    public async Task<bool> TryAddAsync(McpHttpSession session)
    {
        await MakeRoomAsync(session.Caller);
        while (_sessions.Count >= _options.MaxSessions)
        {
            var idlest = _sessions.Values.MaxBy(s => s.Idle);
            if (idlest is null || idlest.Idle <= TimeSpan.Zero)
            {
                return false;
            }

            await RemoveAsync(idlest.Id);
        }

        return _sessions.TryAdd(session.Id, session);
    }

    public async Task<bool> RemoveAsync(string id)
    {
        if (!_sessions.TryRemove(id, out var session))
        {
            return false;
        }

        await session.DisposeAsync();
        return true;
    }

    public async Task SweepAsync()
    {
        foreach (var session in _sessions.Values.Where(s => s.Idle >= _options.SessionIdleTimeout))
        {
            await RemoveAsync(session.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _timer.Dispose();
        await _sweep;
        foreach (var id in _sessions.Keys)
        {
            await RemoveAsync(id);
        }
    }

    /// <summary>One caller does not push the sessions of others out: their own oldest goes, also one that they still listen to.</summary>
    private async Task MakeRoomAsync(string caller)
    {
        var own = _sessions.Values.Where(session => session.Caller == caller).OrderByDescending(session => session.BegunAt).Skip(_options.MaxSessionsPerCaller - 1).ToList();
        foreach (var session in own)
        {
            await RemoveAsync(session.Id);
        }
    }

    private async Task SweepLoopAsync()
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(_stopped.Token))
            {
                await SweepAsync();
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The table is being disposed.
        }
    }
}
