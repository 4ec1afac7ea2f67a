using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

/// <summary>A baseline without services.</summary>
internal sealed class FakeBaseline : IBaseline
{
    public Action? Changed { get; set; }

    public IReadOnlyList<BaselineService> Services { get; set; } = [];

    public Task<BaselineInfo> DescribeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<BaselineService>> EnsureAsync(string service, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Result<BaselineInfo>> UpdateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
