using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router.Routes;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

/// <summary>Forks that crashed and that something else than this program started again.</summary>
public sealed class RecoveryTests : IAsyncDisposable
{
    private readonly ReconcilerHarness _host = new();

    [Fact]
    public async Task RevisionThatComesBackAfterItsCrash_IsRoutedAndReadyAgain()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        _host.Engine.Crash(ReconcilerHarness.Id, "orders", 1);
        await _host.PhaseAsync("orders", 1, ForkPhase.Crashed);

        _host.Engine.Recover(ReconcilerHarness.Id, "orders", 1);

        await _host.PhaseAsync("orders", 1, ForkPhase.Ready);
        _host.Fork("orders")!.Failure.Should().BeNull();
        _host.Fork("orders")!.Serving!.Down.Should().BeNull();
        _host.Publisher.Route("pr-1", "orders")!.State.Should().Be(ForkState.Ready);
        _host.Engine.Begun.Should().Equal("orders@1");
    }

    [Fact]
    public async Task RevisionThatComesBackBehindAFailedNewerOne_ServesAgain_AndTheFailureStays()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        _host.Engine.Crash(ReconcilerHarness.Id, "orders", 1);
        await _host.PhaseAsync("orders", 1, ForkPhase.Crashed);
        _host.Engine.Build = (_, _) => Task.FromResult<SandboxFailure?>(Records.Failure(FailureCodes.BuildFailed));
        await _host.DeployAsync("orders");
        await _host.PhaseAsync("orders", 2, ForkPhase.Failed);

        _host.Engine.Recover(ReconcilerHarness.Id, "orders", 1);

        await Eventually.True(() => _host.Publisher.Route("pr-1", "orders")!.State == ForkState.Ready);
        _host.Fork("orders")!.Phase.Should().Be(ForkPhase.Failed);
        _host.Fork("orders")!.Failure!.Code.Should().Be(FailureCodes.BuildFailed);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private async Task StartAsync()
    {
        await _host.StartAsync();
        await _host.CreateAsync();
    }
}
