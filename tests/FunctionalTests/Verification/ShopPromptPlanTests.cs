using System.Text.Json;
using AgentSandbox.FunctionalTests.Product;
using AgentSandbox.FunctionalTests.Shop;

namespace AgentSandbox.FunctionalTests.Verification;

/// <summary>The plan that the prompt <c>author-plan</c> gives as its example holds for the change that it is about, and fails for another one.</summary>
public sealed class ShopPromptPlanTests(ShopBuild build) : IClassFixture<ShopBuild>
{
    [Theory]
    [InlineData("1.5m", "pass", null)]
    [InlineData("1.0m", "fail", "works")]
    public async Task ExampleOfThePrompt_TellsTheChangeFromAWrongOne(string surcharge, string verdict, string? failing)
    {
        var assembly = await build.BuildVariantAsync($"prompt-{surcharge}", "Payments", "FeePolicy.cs", code => code.Replace("= 2.0m", $"= {surcharge}", StringComparison.Ordinal));
        await using var host = await ShopRepository.CreateAsync(build);
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        host.Repository.Write("agent-sandbox.yaml", await ShopRepository.ConfigurationAsync(build, new Dictionary<string, string> { ["Payments"] = assembly }));
        host.Repository.Write("plans/fees.yaml", await ExampleAsync());
        await agent.CallAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "payments" } });
        await Eventually.True(
            async () => (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1", wait_seconds = 25 })).GetProperty("phase").GetString() == "ready", "the fork serves");

        var report = Path.Join(host.Repository.WorkRoot, "report.json");
        var ended = await host.RunAsync("plan", "run", "pr-1", "fees", "--report-json", report);

        using var run = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        run.RootElement.GetProperty("verdict").GetString().Should().Be(verdict, ended.Output + ended.Error);
        run.RootElement.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("state").GetString() == "failed")
            .Select(step => step.GetProperty("id").GetString())
            .Should().Equal(failing is null ? [] : [failing]);
    }

    private static async Task<string> ExampleAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder.FullName, "AgentSandbox.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        var prompt = await File.ReadAllTextAsync(Path.Join(folder.FullName, "agent-prompts", "author-plan.md"));
        return prompt.Split("```yaml\n")[1].Split("```")[0];
    }
}
