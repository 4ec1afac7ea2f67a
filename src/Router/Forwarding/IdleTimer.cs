namespace AgentSandbox.Router.Forwarding;

/// <summary>Cancels one request when its client goes away or when nothing has moved for too long.</summary>
internal sealed class IdleTimer : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _clientGone;
    private readonly CancellationToken _client;

    public IdleTimer(TimeSpan limit, TimeProvider timeProvider, CancellationToken client)
    {
        Limit = limit;
        _client = client;
        _source = new CancellationTokenSource(limit, timeProvider);
        _clientGone = client.UnsafeRegister(static state => Cancel((CancellationTokenSource)state!), _source); // state is never null here
    }

    public CancellationToken Token => _source.Token;

    public TimeSpan Limit { get; private set; }

    /// <summary>The limit passed, and the client is still there.</summary>
    public bool Expired => _source.IsCancellationRequested && !_client.IsCancellationRequested;

    /// <summary>Something moved.</summary>
    public void Restart() => _source.CancelAfter(Limit);

    /// <summary>A new phase with a limit of its own begins.</summary>
    public void Restart(TimeSpan limit)
    {
        Limit = limit;
        _source.CancelAfter(limit);
    }

    public void Dispose()
    {
        _clientGone.Dispose();
        _source.Dispose();
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request ended at the same moment; there is nothing left to cancel.
        }
    }
}
