namespace AgentSandbox.Orchestration.Recording;

/// <summary>A recording that is on.</summary>
internal sealed class ActiveRecording(RecordingSpec spec, DateTimeOffset startedAt, ITrafficTape tape)
{
    private readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecordingSpec Spec => spec;

    public DateTimeOffset StartedAt => startedAt;

    public ITrafficTape Tape => tape;

    /// <summary>Ends with the reason when somebody stops it.</summary>
    public Task<string> Stopped => _stop.Task;

    /// <summary>Ends when the file is written.</summary>
    public Task<RecordingStatus> Ended { get; set; } = Task.FromException<RecordingStatus>(new InvalidOperationException("The recording has not begun."));

    public void Stop(string reason) => _stop.TrySetResult(reason);

    public RecordingStatus Status() => new()
    {
        Spec = spec,
        StartedAt = startedAt,
        Requests = tape.Requests,
        Bytes = tape.Bytes,
    };
}
