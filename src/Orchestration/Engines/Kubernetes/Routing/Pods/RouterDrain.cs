using AgentSandbox.Router;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>Lets a router pod end without a lost request: it is not ready at once, serves what still comes, and says when nothing does.</summary>
internal sealed partial class RouterDrain(SandboxRouter router, RouteListeners listeners, Func<bool> isEnding, RouterPodOptions options, TimeProvider time, ILogger logger)
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

    /// <summary>
    /// For whoever asks over the network, which in a cluster can be anybody: drains only when the pod is seen to end. The
    /// kubelet asks when it ends; its own view may be a moment ahead.
    /// </summary>
    /// <returns>Why it does not drain; null when it has drained.</returns>
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_look, time);
        while (!isEnding())
        {
            if (time.GetElapsedTime(began) >= options.DrainPatience)
            {
                LogRefused();
                return "this pod is not being ended";
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        await RunAsync(options.DrainLimit, cancellationToken);
        return null;
    }

    /// <summary>Begins, and waits until no request is in flight and none has come for a while, or the limit has passed.</summary>
    public async Task RunAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        Begin();
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_look, time);
        while (time.GetElapsedTime(began) is var drained && drained < limit && (drained < options.DrainQuiet || !IsQuiet()))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        LogEnded(time.GetElapsedTime(began).TotalSeconds, router.Listeners.Sum(listener => listener.InFlight));
    }

    private bool IsQuiet() => router.Listeners.All(listener => listener.InFlight == 0 && listener.Quiet >= options.DrainQuiet);

    [LoggerMessage(EventId = RoutingEvents.Draining, Level = LogLevel.Information, Message = "Draining: not ready any more, connections end with their next answer.")]
    private partial void LogBegun();

    [LoggerMessage(EventId = RoutingEvents.DrainRefused, Level = LogLevel.Warning, Message = "Somebody asked for a drain, and this pod is not being ended; refused.")]
    private partial void LogRefused();

    [LoggerMessage(EventId = RoutingEvents.Drained, Level = LogLevel.Information, Message = "Drained after {Seconds} s with {InFlight} requests in flight.")]
    private partial void LogEnded(double seconds, int inFlight);
}
