using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>A process that has passed its health check.</summary>
/// <param name="Plan">What it was started from.</param>
/// <param name="Child">The process.</param>
/// <param name="Address">Where it listens.</param>
internal sealed record RunningService(RunPlan Plan, IChildProcess Child, Uri Address)
{
    public Task StopAsync(CancellationToken cancellationToken) => Child.StopAsync(Plan.Service.StopGrace, cancellationToken);
}
