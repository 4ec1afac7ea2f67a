using System.Text.Json;
using AgentSandbox.TestKit.Product;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.FunctionalTests.Product.Runs;

/// <summary>A sandbox with a fork of <c>three</c>, and a run whose second step waits until it is let go.</summary>
internal sealed class RunningPlan(ProductHost host, Agent agent, string run) : IAsyncDisposable
{
    public ProductHost Host => host;

    public Agent Agent => agent;

    /// <summary>The command of the run's second step, which outlives a host that is killed.</summary>
    public int CommandPid => int.Parse(File.ReadAllText(CommandFile(host)).Trim(), System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<RunningPlan> StartAsync()
    {
        var host = await ProductHost.CreateAsync();
        var agent = await DeployAsync(host);
        var started = await agent.OkAsync("run_plan", new { sandbox = "pr-1", inline = Plan(host), wait_seconds = 1 });
        var running = new RunningPlan(host, agent, started.GetProperty("run").GetString()!);
        await WaitForCommandAsync(host);
        return running;
    }

    public static async Task<Agent> DeployAsync(ProductHost host)
    {
        var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        host.Repository.Write("three/version.txt", "edited");
        await agent.CallAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "three" } });
        await Eventually.True(
            async () => (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1", wait_seconds = 25 })).GetProperty("phase").GetString() is "ready", "the fork serves");
        return agent;
    }

    public static string Plan(ProductHost host) => $$"""
        version: 1
        purpose: Runs until something happens to it
        steps:
          - id: quick
            request: { service: three, path: / }
            expect: { json: { "$.version": edited } }
          - id: slow
            after: [quick]
            run: { command: 'curl -sf -H "baggage: $AGENT_SANDBOX_BAGGAGE" $THREE_URL/; echo $$ > {{CommandFile(host)}}; sleep 600', shell: true }
          - id: later
            after: [slow]
            request: { service: three, path: / }
        cleanup:
          - id: tidy
            request: { service: three, path: "/log?text=tidied" }
        """;

    public static Task WaitForCommandAsync(ProductHost host) =>
        Eventually.True(() => File.Exists(CommandFile(host)) && File.ReadAllText(CommandFile(host)).EndsWith('\n'), "the second step runs");

    /// <summary>Asks for the run, however often the host has to start first.</summary>
    public async Task<JsonElement> GetAsync()
    {
        CallToolResult? answer = null;
        await Eventually.True(
            async () => (answer = await agent.CallAsync("get_plan_run", new { sandbox = "pr-1", run })).StructuredContent!.Value.TryGetProperty("verdict", out _),
            "the run has a verdict");
        return answer!.StructuredContent!.Value; // the condition above held
    }

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await host.DisposeAsync();
    }

    private static string CommandFile(ProductHost host) => Path.Join(host.Repository.WorkRoot, "command.pid");
}
