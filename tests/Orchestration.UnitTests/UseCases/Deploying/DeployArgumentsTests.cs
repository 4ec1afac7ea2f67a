using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Orchestration.UseCases.Deploying;

namespace AgentSandbox.Orchestration.UnitTests.UseCases.Deploying;

public sealed class DeployArgumentsTests
{
    private static readonly CapturingEngine s_workloads = new(EngineCapabilities.Workloads);

    [Fact]
    public void Workloads_AtAnEngineWithout_AreNamedAllAtOnce()
    {
        var request = Request() with
        {
            Workload = new ForkWorkloadSpec { Image = "orders:2", Replicas = 99, Patch = new JsonObject { ["spec"] = new JsonObject() }, Rebase = true },
            Environment = new Dictionary<string, string> { ["1x"] = "" },
        };

        var failure = DeployArguments.Check(request, new CapturingEngine(EngineCapabilities.WorkingTrees));

        failure!.Code.Should().Be(FailureCodes.ArgumentUnsupported);
        failure.Message.Should().Be("The fake engine does not take 'image', 'replicas', 'patch', 'rebase': its forks are not workloads of a cluster. '1x' is not the name of a variable.");
    }

    [Fact]
    public void Nonsense_IsNamedAllAtOnce()
    {
        var request = Request("orders", "payments") with
        {
            Ref = "main",
            Workload = new ForkWorkloadSpec { Image = "two words", Replicas = 0, Args = ["--fast"] },
        };

        var failure = DeployArguments.Check(request, s_workloads);

        failure!.Code.Should().Be(FailureCodes.InvalidArguments);
        failure.Message.Should().Contain("'two words' is not the name of an image").And.Contain("'image' and 'ref' contradict")
            .And.Contain("'replicas' is 0; 1 to 20").And.Contain("'image', 'args' are for one service");
    }

    [Theory]
    [InlineData("-v")]
    [InlineData("")]
    [InlineData("a\u0007b")]
    public void Image_ThatCannotBeOne_IsRefused(string image) =>
        DeployArguments.Check(Request("orders") with { Workload = new ForkWorkloadSpec { Image = image } }, s_workloads)!.Message.Should().Contain("not the name of an image");

    [Fact]
    public void PatchOverTheLimit_IsRefused() =>
        DeployArguments.Check(Request("orders") with { Workload = new ForkWorkloadSpec { Patch = new JsonObject { ["a"] = new string('x', 33_000) } } }, s_workloads)!
            .Message.Should().Contain("'patch' is longer than 32768");

    [Fact]
    public void ReplicasAndRebase_AreForSeveralServicesToo() =>
        DeployArguments.Check(Request("orders", "payments") with { Workload = new ForkWorkloadSpec { Replicas = 2, Rebase = true } }, s_workloads).Should().BeNull();

    internal static DeployForkRequest Request(params string[] services) => new()
    {
        Caller = new Caller(new Owner("ada", "/trees/a"), "main", null),
        Sandbox = new SandboxId("pr-1"),
        Services = services,
    };
}
