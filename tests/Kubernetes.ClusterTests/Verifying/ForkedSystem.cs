using AgentSandbox.Engine.ConformanceTests;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;

namespace AgentSandbox.Kubernetes.ClusterTests.Verifying;

/// <summary>A caller with a sandbox <c>pr-1</c> and a fork of <c>three</c> in it.</summary>
internal sealed class ForkedSystem : IAsyncDisposable
{
    public static readonly SandboxId Sandbox = new("pr-1");

    private ForkedSystem(TestRepository repository, ClusterSystem system)
    {
        Repository = repository;
        System = system;
    }

    public TestRepository Repository { get; }

    public ClusterSystem System { get; }

    public SandboxDriver Agent => new(System, Repository.Root);

    public static async Task<ForkedSystem> StartAsync(ClusterBaselineFixture fixture, Func<string, string>? configure = null)
    {
        var repository = await TestRepository.CreateAsync();
        var forked = new ForkedSystem(repository, await ClusterSystem.StartAsync(repository, fixture, configure: configure));
        await forked.Agent.CreateAsync(Sandbox.Value);
        repository.Write("three/version.txt", "edited");
        await forked.Agent.DeployReadyAsync(Sandbox.Value, "three");
        return forked;
    }

    /// <summary>Runs a plan and waits for it as long as it takes.</summary>
    public async Task<RunView> RunAsync(string plan, TimeSpan? wait = null) => SandboxDriver.Value(await System.UseCases.RunPlan.ExecuteAsync(
        new RunPlanRequest { Caller = await Agent.CallerAsync(), Sandbox = Sandbox, Inline = plan, Wait = wait ?? TestTimeouts.Default },
        new Progress<RunView>(),
        CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        Repository.Dispose();
    }
}
