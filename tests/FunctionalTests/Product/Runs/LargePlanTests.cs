using System.Text;
using System.Text.Json;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Product.Runs;

/// <summary>A plan as large as a generator writes one.</summary>
public sealed class LargePlanTests
{
    private const int Steps = 1000;
    private const int DefaultBudget = 8 * 1024;

    [Fact]
    public async Task ThousandSteps_AreCheckedAndRun_AndAnswersStayShort()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await RunningPlan.DeployAsync(host);
        var plan = new StringBuilder("version: 1\npurpose: A thousand requests\nmaxParallel: 4\nsteps:\n");
        for (var i = 0; i < Steps; i++)
        {
            plan.Append($"  - id: s{i}\n    request: {{ service: three, path: \"/?n={i}\" }}\n    expect: {{ json: {{ $.version: edited }} }}\n    capture: {{ pid: $.body.pid }}\n");
        }

        host.Repository.Write("plans/large.yaml", plan.ToString());
        var report = Path.Join(host.Repository.WorkRoot, "report.json");

        (await host.RunAsync("plan", "check", "plans/large.yaml")).ExitCode.Should().Be(0);
        var ended = await host.RunAsync("plan", "run", "pr-1", "large", "--report-json", report, "--html", Path.Join(host.Repository.WorkRoot, "report.html"));
        var answer = await agent.CallAsync("get_plan_run", new { sandbox = "pr-1" });

        ended.ExitCode.Should().Be(0, ended.Output[..Math.Min(2000, ended.Output.Length)] + ended.Error);
        JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement.GetProperty("steps").EnumerateArray()
            .Should().HaveCount(Steps).And.OnlyContain(step => step.GetProperty("state").GetString() == "passed");
        Encoding.UTF8.GetByteCount(Agent.Text(answer)).Should().BeLessThan(DefaultBudget);
        Encoding.UTF8.GetByteCount(answer.StructuredContent!.Value.GetRawText()).Should().BeLessThan(DefaultBudget);
    }
}
