using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>The operator publishes keys and forks alone: routers find the baseline's pods themselves.</summary>
internal sealed class NoBaseline : IBaseline
{
    private static readonly BaselineInfo s_info = new(null, null, null, "");

    public Action? Changed { get; set; }

    public IReadOnlyList<BaselineService> Services => [];

    public Task<BaselineInfo> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(s_info);

    public Task<Result<BaselineService>> EnsureAsync(string service, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The cluster runs the baseline.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Result<BaselineInfo>> UpdateAsync(CancellationToken cancellationToken) => Task.FromResult<Result<BaselineInfo>>(s_info);
}
