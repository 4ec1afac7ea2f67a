using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>Starts what a request will probably need, so that the wait does not count as the services' time.</summary>
internal sealed class BaselineStart(IBaseline baseline, TimeProvider time)
{
    /// <summary>Waits for the services that the entry leads to; null when they run, or cannot.</summary>
    /// <param name="entry">The service that is asked first.</param>
    /// <param name="forked">Services that a fork answers for.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait, not the start.</param>
    public async Task<SandboxFailure?> EnsureAsync(BaselineService entry, IReadOnlyCollection<string> forked, TimeSpan limit, CancellationToken cancellationToken)
    {
        var needed = BaselineReach.Asleep(baseline, [entry.Name], forked);
        if (needed.Count == 0)
        {
            return null;
        }

        // Failures are not looked at: a service that cannot start may not be on the path of this request at all.
        var starts = Task.WhenAll(needed.Select(service => baseline.EnsureAsync(service.Name, CancellationToken.None)));
        try
        {
            await starts.WaitAsync(limit, time, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            var waiting = baseline.Services
                .Where(service => service.State == BaselineState.Dormant && needed.Any(other => other.Name == service.Name))
                .Select(service => $"{service.Name} ({service.Activity ?? "waiting"})");
            return new SandboxFailure
            {
                Code = FailureCodes.BaselineStarting,
                Category = FailureCategory.Environment,
                Message = $"The baseline is still starting: {string.Join(", ", waiting)}. Nothing was sent.",
                Hint = "Send the same request again; the start goes on meanwhile.",
                Retryable = true,
                RetryAfter = TimeSpan.FromSeconds(5),
            };
        }
    }
}
