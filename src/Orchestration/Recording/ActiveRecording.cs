using AgentSandbox.Router.Recording;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>A recording that is on.</summary>
internal sealed class ActiveRecording(RecordingSpec spec, DateTimeOffset startedAt, TrafficRecording traffic)
{
    private readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecordingSpec Spec => spec;

    public DateTimeOffset StartedAt => startedAt;

    public TrafficRecording Traffic => traffic;

    /// <summary>Ends with the reason when somebody stops it.</summary>
    public Task<string> Stopped => _stop.Task;

    /// <summary>Ends when the file is written.</summary>
    public Task<RecordingStatus> Ended { get; set; } = Task.FromException<RecordingStatus>(new InvalidOperationException("The recording has not begun."));

    public void Stop(string reason) => _stop.TrySetResult(reason);

    public RecordingStatus Status() => new()
    {
        Spec = spec,
        StartedAt = startedAt,
        Requests = traffic.Exchanges().GroupBy(exchange => exchange.Service).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()),
        Bytes = traffic.Bytes,
    };
}
