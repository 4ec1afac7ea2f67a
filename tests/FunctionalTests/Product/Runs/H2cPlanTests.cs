using System.Text.Json;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Product.Runs;

/// <summary>A service that speaks HTTP/2 alone: every step that sends something reaches it, and so does a recording.</summary>
public sealed class H2cPlanTests
{
    [Fact]
    public async Task EveryKindOfRequest_ReachesAnH2cService()
    {
        var three = TestRepository.Service("three", null, "    protocol: h2c").Replace("SERVICE_NAME: three", "SERVICE_NAME: three, SERVICE_PROTOCOL: h2c", StringComparison.Ordinal);
        await using var host = await ProductHost.CreateAsync(TestRepository.Configuration(three));
        await using var agent = await RunningPlan.DeployAsync(host);
        (await host.RunAsync("record", "start", "pr-1")).ExitCode.Should().Be(0);
        await agent.OkAsync("send_routed_request", new { sandbox = "pr-1", service = "three", path = "/env/SERVICE_NAME" });
        await Eventually.True(async () => (await host.RunAsync("record", "status", "pr-1")).Output.Contains("three 1", StringComparison.Ordinal), "the request is recorded");
        (await host.RunAsync("record", "stop", "pr-1", "--output", Path.Join(host.Repository.Root, "recordings", "h2c.har"))).ExitCode.Should().Be(0);
        host.Repository.Write("plans/h2c.yaml", """
            version: 1
            purpose: Each kind of request to a service of HTTP/2
            steps:
              - id: request
                request: { service: three, path: / }
                expect: { status: 200, json: { "$.version": edited } }
              - id: compare
                compare: { service: three, path: /env/SERVICE_NAME }
              - id: replay
                replay: { recording: recordings/h2c.har }
              - id: load
                after: [request, compare, replay]
                load: { service: three, path: /env/SERVICE_NAME, rate: 20, duration: 2s, warmUp: 1s, thresholds: { errorRate: { atMost: 0.3 } } }
            """);
        var report = Path.Join(host.Repository.WorkRoot, "report.json");

        var ended = await host.RunAsync("plan", "run", "pr-1", "h2c", "--report-json", report);

        ended.ExitCode.Should().Be(0, ended.Output + ended.Error);
        JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement.GetProperty("steps").EnumerateArray()
            .Should().HaveCount(4).And.OnlyContain(step => step.GetProperty("state").GetString() == "passed" && step.GetProperty("metFork").GetBoolean());
    }
}
