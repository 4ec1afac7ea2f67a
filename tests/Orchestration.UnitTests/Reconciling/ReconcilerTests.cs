using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router.Routes;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

public sealed class ReconcilerTests : IAsyncDisposable
{
    private ReconcilerHarness _host = new();

    [Fact]
    public async Task Deploy_IsReadyOnlyWhenTheRoutersHaveConfirmed()
    {
        await StartAsync();
        var confirmed = new TaskCompletionSource();
        _host.Publisher.Confirming = table => table.Keys.Values.Any(key => key.Forks.Values.Any(fork => fork.State == ForkState.Ready)) ? confirmed.Task : Task.CompletedTask;

        await _host.DeployAsync("orders");
        await _host.PhaseAsync("orders", 1, ForkPhase.Routing);
        confirmed.SetResult();
        await _host.PhaseAsync("orders", 1, ForkPhase.Ready);

        _host.Publisher.Route("pr-1", "orders")!.Address.Should().Be(_host.Fork("orders")!.Serving!.Address);
    }

    [Fact]
    public async Task NewerDeploy_CancelsTheBuildOnItsWay()
    {
        await StartAsync();
        var cancelled = new TaskCompletionSource();
        _host.Engine.Build = async (revision, token) =>
        {
            if (revision.Revision == 1)
            {
                await using var registration = token.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, token);
            }

            return null;
        };
        await _host.DeployAsync("orders");
        await _host.PhaseAsync("orders", 1, ForkPhase.Building);

        await _host.DeployAsync("orders");

        await cancelled.Task.WaitAsync(TestTimeouts.Default);
        await _host.PhaseAsync("orders", 2, ForkPhase.Ready);
        await ConvergedAsync();
        _host.Engine.Begun.Should().Equal("orders@1", "orders@2");
    }

    [Fact]
    public async Task ReplacedRevision_IsDrainedAndRemoved()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        var first = _host.Fork("orders")!.Serving!.Address;

        await _host.DeployReadyAsync("orders");

        await ConvergedAsync();
        _host.Publisher.Drained.Should().Contain(first);
        _host.Engine.Running.Keys.Should().Equal((ReconcilerHarness.Id, "orders", 2));
    }

    [Fact]
    public async Task ReplacedRevisionThatCannotBeRemoved_IsTriedAgainUntilItIsGone()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        var failures = 2;
        _host.Engine.Removing = (_, revision) =>
        {
            if (revision == 1 && Interlocked.Decrement(ref failures) >= 0)
            {
                throw new IOException("The device is busy.");
            }
        };

        await _host.DeployReadyAsync("orders");

        await Eventually.True(
            () =>
            {
                _host.Time.Advance(TimeSpan.FromSeconds(2));
                return _host.HasConverged();
            },
            "revision 1 is gone");
    }

    [Fact]
    public async Task FailedBuild_LeavesTheOldRevisionServing()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        _host.Engine.Build = (_, _) => Task.FromResult<SandboxFailure?>(Records.Failure());

        await _host.DeployAsync("orders");

        await _host.PhaseAsync("orders", 2, ForkPhase.Failed);
        _host.Fork("orders")!.Failure!.Code.Should().Be(FailureCodes.BuildFailed);
        _host.Fork("orders")!.Serving!.Revision.Should().Be(1);
        _host.Publisher.Route("pr-1", "orders").Should().Match<ForkRoute>(route => route.State == ForkState.Ready && route.Revision == 1);
        await ConvergedAsync();
    }

    [Fact]
    public async Task FirstBuildFails_RouteSaysWhyInsteadOfTheBaseline()
    {
        await StartAsync();
        _host.Engine.Build = (_, _) => Task.FromResult<SandboxFailure?>(Records.Failure());

        await _host.DeployAsync("orders");
        await _host.PhaseAsync("orders", 1, ForkPhase.Failed);
        await ConvergedAsync();

        _host.Publisher.Route("pr-1", "orders").Should().Match<ForkRoute>(route => route.State == ForkState.Unavailable && route.Reason == "It failed with build_failed.");
    }

    [Fact]
    public async Task CrashOfTheServingRevision_IsShownAndRefused()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");

        _host.Engine.Crash(ReconcilerHarness.Id, "orders", 1);

        await _host.PhaseAsync("orders", 1, ForkPhase.Crashed);
        await ConvergedAsync();
        _host.Publisher.Route("pr-1", "orders")!.State.Should().Be(ForkState.Unavailable);
        _host.Engine.Begun.Should().Equal("orders@1");
    }

    [Fact]
    public async Task CrashBeforeItIsRecordedAsServing_IsAFailureAndNoEndlessRestart()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        _host.Engine.Started = revision => _host.Engine.Crash(revision.Sandbox, revision.Service, revision.Revision);

        await _host.DeployAsync("orders");

        await _host.PhaseAsync("orders", 2, ForkPhase.Failed);
        _host.Fork("orders")!.Failure!.Code.Should().Be(FailureCodes.ForkCrashed);
        _host.Fork("orders")!.Serving!.Revision.Should().Be(1);
        await ConvergedAsync();
        _host.Engine.Begun.Should().Equal("orders@1", "orders@2");
    }

    [Fact]
    public async Task CrashWhileTheRouteIsConfirmed_IsNotCalledReady()
    {
        await StartAsync();
        var crashed = 0;
        _host.Publisher.Confirming = table =>
        {
            if (table.Keys.Values.Any(key => key.Forks.Values.Any(fork => fork.State == ForkState.Ready)) && Interlocked.Exchange(ref crashed, 1) == 0)
            {
                _host.Engine.Crash(ReconcilerHarness.Id, "orders", 1);
            }

            return Task.CompletedTask;
        };

        await _host.DeployAsync("orders");

        await _host.PhaseAsync("orders", 1, ForkPhase.Crashed);
        await ConvergedAsync();
    }

    [Fact]
    public async Task CrashDuringTheRestartOfARevision_IsMarked()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        _host = await _host.RestartAsync();
        _host.Engine.Started = revision => _host.Engine.Crash(revision.Sandbox, revision.Service, revision.Revision);

        await _host.StartAsync();

        await _host.PhaseAsync("orders", 1, ForkPhase.Crashed);
        await ConvergedAsync();
        _host.Engine.Begun.Should().Equal("orders@1");
    }

    [Fact]
    public async Task LateNewsOfAReplacedRevision_IsIgnored()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        await _host.DeployReadyAsync("orders");

        _host.Engine.Crash(ReconcilerHarness.Id, "orders", 1);

        await ConvergedAsync();
        _host.Fork("orders")!.Phase.Should().Be(ForkPhase.Ready);
    }

    [Fact]
    public async Task EngineThrows_IsTriedAgainAfterAWhile_NotAtOnce()
    {
        await StartAsync();
        var tries = 0;
        _host.Engine.Build = (_, _) => Interlocked.Increment(ref tries) < 3 ? throw new InvalidOperationException("A bug.") : Task.FromResult<SandboxFailure?>(null);
        var sleeping = _host.Time.Waiting;

        await _host.DeployAsync("orders");
        await Eventually.True(() => _host.Time.Waiting > sleeping, "the first try failed and sleeps");
        await _host.CreateAsync(new SandboxId("other"));
        await _host.DeployAsync("cart", new SandboxId("other"));
        tries.Should().BeLessThanOrEqualTo(2, "changes of other sandboxes are no reason to try again");

        await Eventually.True(
            () =>
            {
                _host.Time.Advance(TimeSpan.FromSeconds(2));
                return _host.HasConverged();
            },
            "the third try succeeded");
        tries.Should().BeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task EngineThrowsAfterStarting_NothingOfTheRevisionIsLeft()
    {
        await StartAsync();
        _host.Engine.Started = revision =>
        {
            if (revision.Revision == 1)
            {
                throw new InvalidOperationException("A bug.");
            }
        };
        await _host.DeployAsync("orders");
        await Eventually.True(() => _host.Engine.Begun.Contains("orders@1"), "revision 1 was begun");

        await _host.DeployAsync("orders");

        await _host.PhaseAsync("orders", 2, ForkPhase.Ready);
        await ConvergedAsync();
    }

    [Fact]
    public async Task DeletedDuringABuild_LeavesNothing()
    {
        await StartAsync();
        _host.Engine.Build = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        await _host.DeployAsync("orders");
        await _host.PhaseAsync("orders", 1, ForkPhase.Building);

        await _host.DeleteAsync();

        await Eventually.True(() => _host.Store.Find(ReconcilerHarness.Id) is null, "the sandbox is gone");
        await ConvergedAsync();
        await Eventually.True(() => _host.Publisher.Table.Keys["pr-1"].State == KeyState.Ended, "its key is refused");
    }

    [Fact]
    public async Task Deleted_IsUnpublishedBeforeAnythingStops()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        KeyState? atRemoval = null;
        _host.Engine.Removing = (_, _) => atRemoval ??= _host.Publisher.Table.Keys["pr-1"].State;

        await _host.DeleteAsync();

        await Eventually.True(() => _host.Store.Find(ReconcilerHarness.Id) is null, "the sandbox is gone");
        atRemoval.Should().Be(KeyState.Ended);
        _host.Engine.Running.Should().BeEmpty();
    }

    [Fact]
    public async Task RemovalThatFails_IsTriedAgain()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        var failures = 1;
        _host.Engine.Removing = (_, _) => _ = Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("The device is busy.") : 0;

        await _host.DeleteAsync();

        await Eventually.True(
            () =>
            {
                _host.Time.Advance(TimeSpan.FromSeconds(2));
                return _host.Store.Find(ReconcilerHarness.Id) is null;
            },
            "the sandbox is gone");
        _host.Engine.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task DeletedFork_GoesAndTheOthersStay()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        await _host.DeployReadyAsync("cart");

        await _host.DeleteForkAsync("orders");

        await Eventually.True(() => _host.Fork("orders") is null, "the fork is gone");
        await ConvergedAsync();
        _host.Engine.Running.Keys.Should().Equal((ReconcilerHarness.Id, "cart", 1));
        _host.Publisher.Route("pr-1", "orders").Should().BeNull();
    }

    [Fact]
    public async Task ForkDeletedAndDeployedAgain_HasAHigherRevision()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");

        await _host.DeleteForkAsync("orders");
        await _host.DeployReadyAsync("orders");

        await ConvergedAsync();
        _host.Engine.Running.Keys.Should().Equal((ReconcilerHarness.Id, "orders", 2));
    }

    [Fact]
    public async Task TwoServices_AreBuiltSideBySide()
    {
        await StartAsync();
        var both = new CountdownEvent(2);
        var release = new TaskCompletionSource();
        _host.Engine.Build = async (_, token) =>
        {
            both.Signal();
            await release.Task.WaitAsync(token);
            return null;
        };

        await _host.DeployAsync("orders");
        await _host.DeployAsync("cart");
        await Eventually.True(() => both.IsSet, "both builds are under way");
        release.SetResult();

        await _host.PhaseAsync("orders", 1, ForkPhase.Ready);
        await _host.PhaseAsync("cart", 1, ForkPhase.Ready);
    }

    [Fact]
    public async Task HostRestart_StartsServingRevisionsAgainAndFinishesDeploys()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        _host.Engine.Build = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        await _host.DeployAsync("cart");
        await _host.PhaseAsync("cart", 1, ForkPhase.Building);

        _host = await _host.RestartAsync();
        await _host.StartAsync();

        await _host.PhaseAsync("cart", 1, ForkPhase.Ready);
        await Eventually.True(() => _host.Engine.IsRunning(ReconcilerHarness.Id, "orders", 1), "orders runs again");
        await ConvergedAsync();
        _host.Engine.Swept.Should().ContainSingle();
    }

    [Fact]
    public async Task HostRestartDuringADeletion_FinishesIt()
    {
        await StartAsync();
        await _host.DeployReadyAsync("orders");
        _host.Engine.Removing = (_, _) => throw new IOException("The device is busy.");
        await _host.DeleteAsync();

        _host = await _host.RestartAsync();
        await _host.StartAsync();

        await Eventually.True(() => _host.Store.Find(ReconcilerHarness.Id) is null, "the sandbox is gone");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task StartAsync()
    {
        await _host.StartAsync();
        await _host.CreateAsync();
    }

    private async Task ConvergedAsync()
    {
        await Eventually.True(_host.HasConverged, "the world is as the specs say");
        _host.Engine.Violations.Should().BeEmpty();
    }
}
