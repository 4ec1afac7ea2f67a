namespace AgentSandbox.Router.Hops;

/// <summary>The record of one request from its arrival to its end. Written by the request alone, read by anybody.</summary>
internal sealed class HopEntry(Hop hop, HopCapture? capture, long started, TimeProvider timeProvider)
{
    private Hop _hop = hop;
    private int _ended;

    public Hop Hop => Volatile.Read(ref _hop);

    /// <summary>It is decided where the request goes; nobody has answered yet.</summary>
    public void Routed(string? sandbox, int? revision, bool external) =>
        Volatile.Write(ref _hop, _hop with { Sandbox = sandbox, Revision = revision, External = external });

    /// <summary>A response has begun.</summary>
    public void Answered(HopAnswer by, int status, string? errorCode = null) =>
        Volatile.Write(ref _hop, _hop with { AnsweredBy = by, Status = status, ErrorCode = errorCode });

    /// <summary>Something broke; what was answered before stays.</summary>
    public void Failed(string errorCode) =>
        Volatile.Write(ref _hop, _hop with { ErrorCode = errorCode });

    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            Volatile.Write(ref _hop, _hop with { Duration = timeProvider.GetElapsedTime(started) });
            capture?.End();
        }
    }
}
