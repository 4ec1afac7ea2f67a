namespace AgentSandbox.Orchestration.Waiting;

/// <summary>Wakes everybody who waits for the next change. Take <see cref="Next"/> before you look, so that no change falls between. Thread-safe.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends with the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something changed. Nobody's code runs in here, so it may be called under a lock.</summary>
    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
