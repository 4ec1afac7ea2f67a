using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.UnitTests.Groups;

public sealed class RouteGroupsTests
{
    private static readonly RouteGroup s_group = new() { Name = new SandboxId("both"), Sandboxes = [new SandboxId("a"), new SandboxId("b")], Owner = new Owner("ada", "/trees/a") };

    [Fact]
    public void ForksOfAllSandboxes_AnswerUnderTheGroupsKey()
    {
        var route = Table([Ready("a", "orders"), Ready("b", "payments")]).Keys["both"];

        (route.State, route.Sandbox).Should().Be((KeyState.Live, "both"));
        route.Forks.Values.Select(fork => (fork.Service, fork.Sandbox, fork.Revision, fork.State)).Should()
            .BeEquivalentTo([("orders", "a", 1, ForkState.Ready), ("payments", "b", 1, ForkState.Ready)]);
    }

    [Fact]
    public void ServiceThatTwoFork_IsRefused_AndTheOthersAnswer()
    {
        var sandboxes = new[] { Ready("a", "orders").WithFork("web", 2), Ready("b", "orders") };

        var forks = Table(sandboxes).Keys["both"].Forks;

        forks["orders"].State.Should().Be(ForkState.Unavailable);
        forks["orders"].Reason.Should().Contain("a and b");
        forks["web"].Sandbox.Should().Be("a");
        Judge(sandboxes).Problems.Should().ContainSingle().Which.Code.Should().Be(FailureCodes.GroupConflict);
    }

    [Fact]
    public void MissingSandbox_MakesTheKeyRefuse_NotTheBaselineAnswer()
    {
        var sandboxes = new[] { Ready("a", "orders") };

        var route = Table(sandboxes).Keys["both"];

        route.State.Should().Be(KeyState.Ended);
        route.EndReason.Should().Contain("'b'").And.Contain("does not exist");
        Judge(sandboxes).Problems.Should().ContainSingle().Which.Code.Should().Be(FailureCodes.MemberMissing);
    }

    [Fact]
    public void SandboxThatGoes_MakesTheKeyRefuse()
    {
        var sandboxes = new[] { Ready("a", "orders"), Ready("b", "payments").Deleted() };

        Table(sandboxes).Keys["both"].State.Should().Be(KeyState.Ended);
        Judge(sandboxes).Problems.Should().ContainSingle().Which.Code.Should().Be(FailureCodes.MemberDeleting);
    }

    [Fact]
    public void NameOfASandbox_StaysTheSandboxesKey()
    {
        var sandboxes = new[] { Ready("a", "orders"), Ready("b", "payments"), Ready("both", "web") };

        Table(sandboxes).Keys["both"].Forks.Keys.Should().Equal("web");
        Judge(sandboxes).Problems.Should().ContainSingle().Which.Code.Should().Be(FailureCodes.NameTaken);
    }

    [Fact]
    public void NameOfARun_StaysTheRunsKey()
    {
        var runs = new RunKeys();
        var run = runs.Begin(new SandboxId("a"));
        var group = s_group with { Name = new SandboxId(run.Key.Value) };

        var route = Build([Ready("a", "orders"), Ready("b", "payments")], runs, group).Keys[run.Key.Value];

        route.Forks.Keys.Should().Equal("orders");
    }

    [Fact]
    public void GroupOfAnEndedName_RoutesAgain() =>
        RouteTableBuilder.Build(1, [], [Ready("a", "orders"), Ready("b", "payments")], [new EndedKey("both", "it was deleted", default)], new RunKeys(), [s_group], UnknownKeyPolicy.Refuse)
            .Keys["both"].State.Should().Be(KeyState.Live);

    [Fact]
    public void EverythingThatIsWrong_IsNamed() =>
        Judge([Ready("a", "orders").Deleted(), Ready("both", "orders")]).Problems.Select(problem => problem.Code)
            .Should().Equal(FailureCodes.NameTaken, FailureCodes.MemberMissing, FailureCodes.MemberDeleting);

    internal static SandboxRecord Ready(string name, string service)
    {
        var record = Records.Sandbox(name, default).WithFork(service, 1);
        return record with { Forks = new Dictionary<string, ForkStatus> { [service] = Records.Status(service, 1, ForkPhase.Ready, serving: 1) } };
    }

    private static RouteGroupState Judge(IReadOnlyList<SandboxRecord> sandboxes) =>
        RouteGroups.Judge(s_group, id => sandboxes.FirstOrDefault(record => record.Spec.Id == id), isRunKey: _ => false);

    private static RouteTable Table(IReadOnlyList<SandboxRecord> sandboxes) => Build(sandboxes, new RunKeys(), s_group);

    private static RouteTable Build(IReadOnlyList<SandboxRecord> sandboxes, RunKeys runs, RouteGroup group) =>
        RouteTableBuilder.Build(1, [], sandboxes, [], runs, [group], UnknownKeyPolicy.Refuse);
}
