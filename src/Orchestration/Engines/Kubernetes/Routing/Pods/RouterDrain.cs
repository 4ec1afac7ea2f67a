using AgentSandbox.Router;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>Lets a router pod end without a lost request: it is not ready at once, serves what still comes, and says when nothing does.</summary>
internal sealed partial class RouterDrain(SandboxRouter router, RouteListeners listeners, RouterPodOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private int _begun;

    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>Makes the pod not ready; connections end with their next answer.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            LogBegun();
            listeners.EndConnections();
        }
    }

    /// <summary>Begins, and waits until no request is in flight and none has come for a while, or the limit has passed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Begin();
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_look, time);
        while (time.GetElapsedTime(began) is var drained && drained < options.DrainLimit && (drained < options.DrainQuiet || !IsQuiet()))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        LogEnded(time.GetElapsedTime(began).TotalSeconds, router.Listeners.Sum(listener => listener.InFlight));
    }

    private bool IsQuiet() => router.Listeners.All(listener => listener.InFlight == 0 && listener.Quiet >= options.DrainQuiet);

    [LoggerMessage(EventId = RoutingEvents.Draining, Level = LogLevel.Information, Message = "Draining: not ready any more, connections end with their next answer.")]
    private partial void LogBegun();

    [LoggerMessage(EventId = RoutingEvents.Drained, Level = LogLevel.Information, Message = "Drained after {Seconds} s with {InFlight} requests in flight.")]
    private partial void LogEnded(double seconds, int inFlight);
}
