using Microsoft.Extensions.Logging;

namespace AgentSandbox.Router.Upstreams;

/// <summary>Starts dormant baselines; all requests that wait for one service share one start.</summary>
internal sealed partial class BaselineStarter(
    IBaselineActivator activator, TimeSpan limit, TimeProvider timeProvider, ILogger logger, CancellationToken stopping)
{
    private readonly Dictionary<string, Task<StartedBaseline>> _starting = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Waits for the start. The token is the waiting client's; the start goes on without it.</summary>
    public Task<StartedBaseline> StartAsync(string service, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_starting.TryGetValue(service, out var start))
            {
                start = Task.Run(() => RunAsync(service), CancellationToken.None);
                _starting.Add(service, start);
            }

            return start.WaitAsync(cancellationToken);
        }
    }

    private async Task<StartedBaseline> RunAsync(string service)
    {
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            // An activator that ignores its token must not keep the clients waiting.
            var activation = await activator.ActivateAsync(service, linked.Token).WaitAsync(linked.Token);
            return new StartedBaseline(activation.Address, RouterErrorCodes.BaselineStartFailed, activation.Reason ?? "the activator gave no reason.");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new StartedBaseline(null, RouterErrorCodes.BaselineStartTimeout, $"it was not ready within {limit.TotalSeconds:0.#} s.");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new StartedBaseline(null, RouterErrorCodes.BaselineStartFailed, "the router is ending.");
        }
        catch (Exception exception)
        {
            LogActivatorFailed(service, exception);
            return new StartedBaseline(null, RouterErrorCodes.BaselineStartFailed, $"the activator failed with {exception.GetType().Name}.");
        }
        finally
        {
            lock (_lock)
            {
                _starting.Remove(service);
            }
        }
    }

    [LoggerMessage(EventId = RouterEvents.ActivatorFailed, Level = LogLevel.Error, Message = "The activator failed to start the baseline of {Service}.")]
    private partial void LogActivatorFailed(string service, Exception exception);
}
