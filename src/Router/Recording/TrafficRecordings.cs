using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Listeners;

namespace AgentSandbox.Router.Recording;

/// <summary>The recordings that are on. Without any, a request pays for one look at an empty array.</summary>
internal sealed class TrafficRecordings(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TrafficRecording[] _active = [];

    public TrafficRecording Start(TrafficScope scope)
    {
        var recording = new TrafficRecording(scope, this, time);
        lock (_lock)
        {
            Volatile.Write(ref _active, [.. _active, recording]);
        }

        return recording;
    }

    public void Remove(TrafficRecording recording)
    {
        lock (_lock)
        {
            Volatile.Write(ref _active, [.. _active.Where(active => active != recording)]);
        }
    }

    /// <summary>Begins to record a request whose way is decided, if it is one that is recorded.</summary>
    public ExchangeTap? TryBegin(RequestContext request)
    {
        foreach (var recording in Volatile.Read(ref _active))
        {
            if (Covers(recording.Scope, request))
            {
                return recording.TryBegin();
            }
        }

        return null;
    }

    // Plan runs have keys of their own, which belong to the sandbox all the same.
    private static bool Covers(TrafficScope scope, RequestContext request) =>
        scope.Services.Contains(request.Service)
        && (scope.Sandbox is { } sandbox
            ? request.Decision.Key?.Sandbox == sandbox
            : request.Reading.Origin == KeyOrigin.None);
}
