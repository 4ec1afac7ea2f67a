using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>The administrative work that a host does for the command line.</summary>
internal interface IHostWork
{
    Task<Result<BaselineInfo>> UpdateBaselineAsync(CancellationToken cancellationToken);

    Task<Result<BaselineInfo>> StopBaselineAsync(CancellationToken cancellationToken);

    /// <summary>Removes what no sandbox owns, and names it.</summary>
    Task<Result<string[]>> SweepAsync(CancellationToken cancellationToken);
}
