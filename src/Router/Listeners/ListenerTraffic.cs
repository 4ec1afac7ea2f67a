namespace AgentSandbox.Router.Listeners;

/// <summary>What goes on at one listener, and how it treats its connections. Safe for use by several threads.</summary>
internal sealed class ListenerTraffic(TimeProvider timeProvider)
{
    private readonly long _opened = timeProvider.GetTimestamp();
    private int _connections;
    private int _inFlight;
    private long _requests;
    private long _latest;
    private int _mode;

    public int Connections => Volatile.Read(ref _connections);

    public int InFlight => Volatile.Read(ref _inFlight);

    public long Requests => Volatile.Read(ref _requests);

    public ConnectionMode Mode
    {
        get => (ConnectionMode)Volatile.Read(ref _mode);
        set => Volatile.Write(ref _mode, (int)value);
    }

    /// <summary>How long no connection and no request has come.</summary>
    public TimeSpan Quiet => timeProvider.GetElapsedTime(Volatile.Read(ref _latest) is var latest && latest == 0 ? _opened : latest);

    public void ConnectionOpened()
    {
        Interlocked.Increment(ref _connections);
        Volatile.Write(ref _latest, timeProvider.GetTimestamp());
    }

    public void ConnectionClosed() => Interlocked.Decrement(ref _connections);

    public void RequestArrived()
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Increment(ref _inFlight);
        Volatile.Write(ref _latest, timeProvider.GetTimestamp());
    }

    public void RequestEnded() => Interlocked.Decrement(ref _inFlight);
}
