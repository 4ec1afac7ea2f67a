using System.Diagnostics;
using System.Text.Json;
using AgentSandbox.FunctionalTests.Hosting;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Product.Runs;

/// <summary>Runs that cannot come to their end say so and why, and leave nothing running.</summary>
public sealed class LostRunTests
{
    [Fact]
    public async Task HostKilled_TheRunIsInconclusive_AndItsCommandIsEnded()
    {
        await using var plan = await RunningPlan.StartAsync();
        await Eventually.True(async () => Step(await plan.Agent.OkAsync("get_plan_run", new { sandbox = "pr-1" }), "slow") == "running", "the record says so");
        var command = plan.CommandPid;
        using (var process = Process.GetProcessById(plan.Host.Pid))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        var run = await plan.GetAsync();

        run.GetProperty("verdict").GetString().Should().Be("inconclusive", run.ToString());
        run.GetProperty("reason").GetString().Should().Contain("killed");
        Step(run, "quick").Should().Be("passed");
        Step(run, "slow").Should().Be("inconclusive");
        Step(run, "later").Should().Be("inconclusive");
        await Eventually.True(() => !plan.Host.IsAlive(command), "the next host ends the command");
    }

    [Fact]
    public async Task HostKilled_WhileTheCommandLineWaits_ExitsInconclusive()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await RunningPlan.DeployAsync(host);
        host.Repository.Write("plans/lost.yaml", RunningPlan.Plan(host));
        var report = Path.Join(host.Repository.WorkRoot, "report.json");
        var waiting = host.RunAsync("plan", "run", "pr-1", "lost", "--report-json", report);
        await RunningPlan.WaitForCommandAsync(host);
        using (var process = Process.GetProcessById(host.Pid))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        var ended = await waiting;

        ended.ExitCode.Should().Be(2, ended.Output + ended.Error);
        ended.Output.Should().Contain("INCONCLUSIVE").And.Contain("killed");
        JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement.GetProperty("verdict").GetString().Should().Be("inconclusive");
    }

    [LinuxTheory]
    [InlineData("SIGTERM")]
    [InlineData("host stop")]
    public async Task HostStopped_TheRunIsInconclusive_CleansUp_AndLeavesNothing(string how)
    {
        await using var plan = await RunningPlan.StartAsync();
        var (command, pid) = (plan.CommandPid, plan.Host.Pid);

        if (how == "SIGTERM")
        {
            await Signals.SendAsync(15, pid);
        }
        else
        {
            (await plan.Host.RunAsync("host", "stop")).ExitCode.Should().Be(0);
        }

        await Eventually.True(() => !plan.Host.IsAlive(pid), "the host ends");
        plan.Host.IsAlive(command).Should().BeFalse();
        var run = await plan.GetAsync();
        run.GetProperty("verdict").GetString().Should().Be("inconclusive", run.ToString());
        run.GetProperty("reason").GetString().Should().Contain("the host was stopped");
        Step(run, "quick").Should().Be("passed");
        Step(run, "tidy").Should().Be("passed", run.ToString());
    }

    [Fact]
    public async Task SandboxDeleted_WhileTheCommandLineWaits_ExitsInconclusive_AndLeavesNothing()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await RunningPlan.DeployAsync(host);
        host.Repository.Write("plans/lost.yaml", RunningPlan.Plan(host));
        var waiting = host.RunAsync("plan", "run", "pr-1", "lost");
        await RunningPlan.WaitForCommandAsync(host);

        await agent.OkAsync("delete_sandbox", new { sandbox = "pr-1" });
        var ended = await waiting;

        ended.ExitCode.Should().Be(2, ended.Output + ended.Error);
        ended.Output.Should().Contain("INCONCLUSIVE").And.Contain("deleted while the plan ran");
        (await agent.FailAsync("get_plan_run", new { sandbox = "pr-1" })).Should().Be("sandbox_ended");
        await Eventually.True(async () => !(await host.ProcessesAsync()).Any(process => process.Contains("/plan/", StringComparison.Ordinal)), "the command is ended");
        Directory.EnumerateDirectories(host.Repository.WorkRoot, ".runs", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private static string? Step(JsonElement run, string id) => run.GetProperty("steps").EnumerateArray()
        .FirstOrDefault(step => step.GetProperty("id").GetString() == id) is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("state").GetString() : null;
}
