using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Orchestration.UseCases.Deploying;

namespace AgentSandbox.Orchestration.UnitTests.UseCases.Deploying;

public sealed class ForkWishesTests
{
    private readonly CapturingEngine _engine = new(EngineCapabilities.Workloads);

    [Fact]
    public async Task Image_IsDeployedWithoutACapture()
    {
        var wishes = await OfAsync(DeployArgumentsTests.Request("orders") with { Workload = new ForkWorkloadSpec { Image = "orders:2" } });

        wishes.Should().ContainSingle().Which.Source.Should().Match<ForkSource>(source => source.Kind == SourceKind.Image && source.Ref == "orders:2" && source.Tree == "");
        wishes[0].Workload!.Image.Should().Be("orders:2");
        _engine.Captures.Should().Be(0);
    }

    [Fact]
    public async Task Deploy_IsTheWholeWish()
    {
        var wishes = await OfAsync(DeployArgumentsTests.Request("orders") with { Workload = new ForkWorkloadSpec { Replicas = 3 } }, Image("orders"));

        wishes.Should().ContainSingle().Which.Workload.Should().Match<ForkWorkloadSpec>(wish => wish.Image == null && wish.Patch == null && wish.Replicas == 3);
        wishes[0].Source.Kind.Should().Be(SourceKind.Tree);
        wishes[0].Environment.Should().BeEmpty();
    }

    [Fact]
    public async Task Rebase_OfAnImage_KeepsWhatIsNotSaid()
    {
        var wishes = await OfAsync(DeployArgumentsTests.Request("orders") with { Workload = new ForkWorkloadSpec { Rebase = true, Replicas = 3 } }, Image("orders"));

        wishes.Should().ContainSingle().Which.Workload.Should().Match<ForkWorkloadSpec>(wish => wish.Image == "orders:1" && wish.Patch != null && wish.Replicas == 3 && wish.Rebase && wish.Container == "app");
        wishes[0].Environment.Should().ContainKey("A");
        _engine.Captures.Should().Be(0);
    }

    [Fact]
    public async Task Rebase_OfFiles_CapturesThemAnewAndBuildsThem()
    {
        var files = Image("orders") with { Source = Records.Fork("orders", 1, default).Source };

        var wishes = await OfAsync(DeployArgumentsTests.Request("orders") with { Workload = new ForkWorkloadSpec { Rebase = true } }, files);

        wishes.Should().ContainSingle().Which.Source.Hash.Should().Be("capture1");
        wishes[0].Workload.Should().Match<ForkWorkloadSpec>(wish => wish.Image == null && wish.Patch != null && wish.Rebase);
    }

    [Fact]
    public async Task Rebase_WithoutServices_IsForAllForks_AndCapturesOnceWhereFilesAreNeeded()
    {
        var files = Image("web") with { Source = Records.Fork("web", 1, default).Source };

        var wishes = await OfAsync(DeployArgumentsTests.Request() with { Workload = new ForkWorkloadSpec { Rebase = true } }, Image("orders"), files);

        wishes.Select(wish => (wish.Service, wish.Source.Kind)).Should().BeEquivalentTo([("orders", SourceKind.Image), ("web", SourceKind.Tree)]);
        _engine.Captures.Should().Be(1);
    }

    [Fact]
    public async Task Rebase_WithARef_LeavesTheImage()
    {
        var wishes = await OfAsync(DeployArgumentsTests.Request("orders") with { Ref = "main", Workload = new ForkWorkloadSpec { Rebase = true } }, Image("orders"));

        wishes.Should().ContainSingle().Which.Source.Kind.Should().Be(SourceKind.Ref);
        wishes[0].Workload!.Image.Should().BeNull();
    }

    [Fact]
    public async Task Rebase_OfASandboxWithoutForks_IsForWhatTheTreeChanges()
    {
        var wishes = await OfAsync(DeployArgumentsTests.Request() with { Workload = new ForkWorkloadSpec { Rebase = true } });

        wishes.Should().ContainSingle().Which.Service.Should().Be("changed");
    }

    private static ForkSpec Image(string service) => Records.Fork(service, 1, default) with
    {
        Source = new ForkSource { Kind = SourceKind.Image, Tree = "", Hash = "orders:1", Ref = "orders:1" },
        Environment = new Dictionary<string, string> { ["A"] = "1" },
        Workload = new ForkWorkloadSpec { Image = "orders:1", Container = "app", Patch = new JsonObject { ["spec"] = new JsonObject() } },
    };

    private async Task<IReadOnlyList<ForkWish>> OfAsync(DeployForkRequest request, params ForkSpec[] forks)
    {
        var record = Records.Sandbox("pr-1", default);
        var wishes = await new ForkWishes(_engine).OfAsync(
            request, record with { Spec = record.Spec with { Forks = forks.ToDictionary(fork => fork.Service) } }, CancellationToken.None);
        return wishes.Value ?? throw new InvalidOperationException($"{wishes.Failure}");
    }
}
