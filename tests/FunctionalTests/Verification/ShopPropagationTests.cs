using AgentSandbox.FunctionalTests.Product;
using AgentSandbox.FunctionalTests.Shop;

namespace AgentSandbox.FunctionalTests.Verification;

/// <summary>The sample with its losing service switched on.</summary>
public sealed class ShopPropagationTests(ShopBuild build) : IClassFixture<ShopBuild>
{
    private const string Quote = "/api/quote?sku=BEANS-01&qty=2";

    [Fact]
    public async Task ForkOfOrdersWithPropagationSwitchedOff_IsNamed_WithItsCause()
    {
        await using var host = await ShopRepository.CreateAsync(build);
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        var environment = new Dictionary<string, string> { ["DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION"] = "0" };
        await agent.OkAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "orders" }, env = environment });
        await Eventually.True(async () => (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1" })).GetProperty("phase").GetString() == "ready", "the fork serves");

        var sound = await PropagationTests.CheckAsync(agent, new { service = "frontend", path = Quote });
        var report = await PropagationTests.CheckAsync(agent, new { service = "frontend", path = Quote, sandbox = "pr-1" });

        sound.GetProperty("verdict").GetString().Should().Be("passed", sound.ToString());
        report.GetProperty("verdict").GetString().Should().Be("lost", report.ToString());
        report.GetProperty("key").GetProperty("lost_in").GetString().Should().Be("orders", report.ToString());
        report.GetProperty("carriers").GetProperty("traceparent").GetProperty("lost_in").GetString().Should().Be("orders");
        report.GetProperty("advice")[0].GetString().Should().Contain("DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION=0");
    }
}
