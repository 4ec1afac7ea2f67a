using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.McpServer.UnitTests.Tools.Grouping;

public sealed class SetRouteGroupToolTests
{
    private static readonly string[] s_both = ["a", "b"];

    [Fact]
    public async Task Group_OfTwoSandboxes_IsMadeShownAndRemoved()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready, name: "a");
        await world.Store.UpdateAsync(new SandboxId("b"), _ => world.Store.Find(new SandboxId("a"))! with { Spec = world.Store.Find(new SandboxId("a"))!.Spec with { Id = new SandboxId("b"), Forks = new Dictionary<string, ForkSpec>() }, Forks = new Dictionary<string, ForkStatus>() }, CancellationToken.None);

        var made = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "both", sandboxes = s_both });
        var shown = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "both" });
        var removed = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "both", delete = true });
        var gone = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "both" });

        await made.ShouldKeepItsContractAsync(ToolNames.SetRouteGroup);
        made.IsError.Should().NotBe(true, made.Text());
        made.Structure().GetProperty("forks")[0].GetString().Should().Be("orders: a");
        shown.Text().Should().Be(made.Text());
        removed.Structure().TryGetProperty("sandboxes", out _).Should().BeFalse();
        gone.ErrorCode().Should().Be("group_not_found");
    }

    [Fact]
    public async Task Nonsense_IsRefusedAtOnce_AndNothingIsWritten()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready, name: "a");

        var result = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "a", sandboxes = new[] { "a", "no-such" } });

        await result.ShouldKeepItsContractAsync(ToolNames.SetRouteGroup);
        result.ErrorCode().Should().Be("name_taken");
        result.Text().Should().Contain("'no-such' of the route group 'a' does not exist");
        world.Groups.List().Should().BeEmpty();
    }

    [Fact]
    public async Task TwoForksOfOneService_AreRefused()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready, name: "a");
        await world.AddSandboxAsync(ForkPhase.Ready, name: "b");

        var result = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "both", sandboxes = s_both });

        result.ErrorCode().Should().Be("group_conflict");
        result.Text().Should().Contain("both fork 'orders'");
    }

    [Fact]
    public async Task NameOfAGroup_IsNoSandboxes()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready, name: "a");
        await world.CallAsync(ToolNames.SetRouteGroup, new { name = "one-of-a", sandboxes = new[] { "a" } });

        var result = await world.CallAsync(ToolNames.CreateSandbox, new { name = "one-of-a" });

        result.ErrorCode().Should().Be("name_taken");
    }

    [Fact]
    public async Task GroupOfSomebodyElse_NeedsTakeOver()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready, name: "a");
        await world.Groups.SetAsync(new() { Name = new SandboxId("both"), Sandboxes = [new SandboxId("a")], Owner = new Owner("somebody", "/elsewhere") }, CancellationToken.None);

        var refused = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "both", delete = true });
        var taken = await world.CallAsync(ToolNames.SetRouteGroup, new { name = "both", delete = true, take_over = true });

        refused.ErrorCode().Should().Be("not_owner");
        taken.IsError.Should().NotBe(true, taken.Text());
        world.Groups.List().Should().BeEmpty();
    }
}
