namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>The API server's clock, as the <c>Date</c> of its last answer tells it, carried on by this machine's monotonic one.</summary>
/// <remarks>Safe for use by several threads. To a second, which is what <c>Date</c> has.</remarks>
internal sealed class ServerClock(TimeProvider time)
{
    private Reading? _last;

    /// <summary>This machine's clock before the first answer.</summary>
    public DateTimeOffset Now => Volatile.Read(ref _last) is { } last ? last.Date + time.GetElapsedTime(last.Timestamp) : time.GetUtcNow();

    public void Note(HttpResponseMessage answer)
    {
        if (answer.Headers.Date is { } date)
        {
            Volatile.Write(ref _last, new Reading(date, time.GetTimestamp()));
        }
    }

    private sealed record Reading(DateTimeOffset Date, long Timestamp);
}
