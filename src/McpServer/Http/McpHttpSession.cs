using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Http;

/// <summary>One session of the handshake protocol: a transport and a server that live until the session ends.</summary>
internal sealed class McpHttpSession : IAsyncDisposable
{
    private readonly SdkServer _server;
    private readonly CancellationTokenSource _closed = new();
    private readonly TimeProvider _timeProvider;
    private readonly Task _run;
    private long _lastUsed;
    private int _open;
    private int _disposed;

    public McpHttpSession(string id, string caller, StreamableHttpServerTransport transport, SdkServer server, TimeProvider timeProvider)
    {
        Id = id;
        Caller = caller;
        BegunAt = timeProvider.GetTimestamp();
        Transport = transport;
        _server = server;
        _timeProvider = timeProvider;
        _lastUsed = timeProvider.GetTimestamp();
        _run = server.RunAsync(_closed.Token);
    }

    public string Id { get; }

    /// <summary>The key of who began it; nobody else's requests are let in.</summary>
    public string Caller { get; }

    /// <summary>A timestamp, to tell older from newer.</summary>
    public long BegunAt { get; }

    public StreamableHttpServerTransport Transport { get; }

    /// <summary>Whether the handshake came to an agreement.</summary>
    public bool IsInitialized => _server.NegotiatedProtocolVersion is not null;

    /// <summary>Cancelled when the session ends, so that its open streams end too.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>How long nobody has used the session; zero while a request or a stream is open.</summary>
    public TimeSpan Idle => Volatile.Read(ref _open) > 0 ? TimeSpan.Zero : _timeProvider.GetElapsedTime(Volatile.Read(ref _lastUsed));

    /// <summary>Marks the session as in use until the result is disposed.</summary>
    public IDisposable Use()
    {
        Interlocked.Increment(ref _open);
        return new Usage(this);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closed.CancelAsync();
        await _server.DisposeAsync();
        await Transport.DisposeAsync();
        try
        {
            await _run;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The loop was told to end; the token source stays undisposed for requests that still look at it.
        }
    }

    private sealed class Usage(McpHttpSession session) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Volatile.Write(ref session._lastUsed, session._timeProvider.GetTimestamp());
                Interlocked.Decrement(ref session._open);
            }
        }
    }
}
