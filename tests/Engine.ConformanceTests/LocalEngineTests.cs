using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.TestKit;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>The local engine: the whole suite, and what only it promises.</summary>
public sealed class LocalEngineTests : SandboxEngineConformance
{
    protected override async Task<ISandboxSystem> StartAsync(TestRepository repository) => await LocalSystem.StartAsync(repository);
}
