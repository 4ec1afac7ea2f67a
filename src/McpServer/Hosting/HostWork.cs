using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Hosting;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>Administrative work on the local engine.</summary>
internal sealed class HostWork(IBaseline baseline, ISandboxRuntime runtime) : IHostWork
{
    public Task<Result<BaselineInfo>> UpdateBaselineAsync(CancellationToken cancellationToken) => baseline.UpdateAsync(cancellationToken);

    public async Task<Result<BaselineInfo>> StopBaselineAsync(CancellationToken cancellationToken)
    {
        await baseline.StopAsync(cancellationToken);
        return await baseline.DescribeAsync(cancellationToken);
    }

    public async Task<Result<string[]>> SweepAsync(CancellationToken cancellationToken) => (await runtime.SweepAsync(cancellationToken)).ToArray();
}
