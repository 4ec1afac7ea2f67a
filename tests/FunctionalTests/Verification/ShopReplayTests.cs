using System.Text.Json;
using AgentSandbox.FunctionalTests.Product;
using AgentSandbox.FunctionalTests.Shop;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Verification;

/// <summary>Traffic of the sample is recorded, becomes a plan with one command, and tells a breaking change from a benign one.</summary>
public sealed class ShopReplayTests(ShopBuild build) : IClassFixture<ShopBuild>
{
    private static readonly string[] s_pages = ["/api/products", "/api/products/BEANS-01", "/api/quote?sku=BEANS-01&qty=2"];

    [Theory]
    [InlineData("pr-1")]
    [InlineData("--baseline")]
    public async Task RecordingOfShop_FailsABreakingChange_AndPassesABenignOne(string scope)
    {
        await using var host = await ShopRepository.CreateAsync(build);
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        await DeployAsync(host, agent, null);
        await VisitAsync(agent, "pr-1"); // starts the baseline, so that no request is recorded while it starts

        Succeeded(await host.RunAsync("record", "start", scope, "--services", "frontend", "catalog"));
        await VisitAsync(agent, scope);
        await Eventually.True(async () => (await host.RunAsync("record", "status", scope)).Output.Contains("frontend 3", StringComparison.Ordinal), "the pages are recorded");
        Succeeded(await host.RunAsync("record", "stop", scope, "--output", Path.Join(host.Repository.Root, "recordings", "shop.har")));
        var plan = await host.RunAsync("record", "to-plan", Path.Join(host.Repository.Root, "recordings", "shop.har"));
        Succeeded(plan);
        host.Repository.Write("plans/shop.yaml", plan.Output);

        var same = await RunAsync(host);
        await DeployAsync(host, agent, await build.BuildVariantAsync($"benign{scope}", "Catalog", "ProductOffer.cs", code => code
            .Replace("    int Available)", "    int Available,\n    string Origin = \"Huila\")", StringComparison.Ordinal)));
        var benign = await RunAsync(host);
        await DeployAsync(host, agent, await build.BuildVariantAsync($"breaking{scope}", "Catalog", "ProductOffer.cs", code => code
            .Replace("string Description,", "string Summary,", StringComparison.Ordinal)));
        var breaking = await RunAsync(host);

        same.ExitCode.Should().Be(0, same.Text);
        benign.ExitCode.Should().Be(0, benign.Text);
        breaking.ExitCode.Should().Be(1, breaking.Text);
        var failures = Replay(breaking.Run).GetProperty("failures").ToString();
        failures.Should().Contain("frontend").And.Contain("description");
        if (scope == "pr-1")
        {
            Replay(benign.Run).GetProperty("summary").GetString().Should().Contain("additive", "the catalogue's own answers are recorded too");
        }
    }

    private static JsonElement Replay(JsonElement run) => run.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("id").GetString() == "replay");

    private static void Succeeded((int ExitCode, string Output, string Error) ended) => ended.ExitCode.Should().Be(0, ended.Output + ended.Error);

    private static async Task<(int ExitCode, string Text, JsonElement Run)> RunAsync(ProductHost host)
    {
        var report = Path.Join(host.Repository.WorkRoot, "report.json");
        var ended = await host.RunAsync("plan", "run", "pr-1", "shop", "--report-json", report);
        File.Exists(report).Should().BeTrue(ended.Output + ended.Error);
        return (ended.ExitCode, ended.Output + ended.Error, JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement);
    }

    /// <summary>Asks for the pages, with the sandbox's key or as everybody does.</summary>
    private static async Task VisitAsync(Agent agent, string scope)
    {
        var services = await agent.OkAsync("list_services", new { });
        var url = services.GetProperty("services").EnumerateArray().Single(service => service.GetProperty("service").GetString() == "frontend").GetProperty("url").GetString()!.TrimEnd('/');
        using var client = new HttpClient { Timeout = TestTimeouts.Default };
        if (scope == "pr-1")
        {
            client.DefaultRequestHeaders.Add("x-sandbox-key", "pr-1");
        }

        foreach (var page in s_pages)
        {
            (await client.GetStringAsync(url + page)).Should().NotBeEmpty();
        }
    }

    private async Task DeployAsync(ProductHost host, Agent agent, string? catalog)
    {
        var assemblies = catalog is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Catalog"] = catalog };
        host.Repository.Write("agent-sandbox.yaml", await ShopRepository.ConfigurationAsync(build, assemblies));
        await agent.CallAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "catalog" } });
        await Eventually.True(
            async () => (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1", wait_seconds = 25 })).GetProperty("phase").GetString() == "ready", "the fork serves");
    }
}
