using System.Text.Json;
using AgentSandbox.FunctionalTests.Product;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Verification;

/// <summary>The check through the built program, on services that really lose what they lose.</summary>
public sealed class PropagationTests
{
    private static readonly string[] s_retryable = ["baseline_starting", "request_timed_out"];

    [Fact]
    public async Task DotNetServices_PassTheKeyOn_AndTheCheckLeavesNothing()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);

        var report = await CheckAsync(agent, new { service = "one", path = "/chain" });

        report.GetProperty("verdict").GetString().Should().Be("passed", report.ToString());
        Finding(report, "baggage").GetProperty("verdict").GetString().Should().Be("passed");
        Finding(report, "traceparent").GetProperty("verdict").GetString().Should().Be("passed");
        Finding(report, "x-sandbox-key").GetProperty("lost_in").GetString().Should().Be("one");
        (await agent.OkAsync("list_sandboxes", new { })).GetProperty("total").GetInt32().Should().Be(0);
    }

    [NodeTheory]
    [InlineData("forwards-nothing.mjs", "lost", "likely")]
    [InlineData("forwards-traceparent.mjs", "passed", "certain")]
    public async Task NodeService_IsNamed_WithWhatItPassesOn_AndWhatToChange(string script, string traceparent, string certainty)
    {
        await using var host = await ProductHost.CreateAsync(TestRepository.Configuration(TestRepository.Service("one", "two"), Node(script), TestRepository.Service("three", null)));
        host.Repository.Write($"two/{script}", await File.ReadAllTextAsync(Path.Join(Peers(), script)));
        await host.Repository.CommitAllAsync("a service in Node");
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);

        var report = await CheckAsync(agent, new { service = "one", path = "/chain" });

        report.GetProperty("verdict").GetString().Should().Be("lost", report.ToString());
        var key = report.GetProperty("key");
        key.GetProperty("lost_in").GetString().Should().Be("two");
        key.GetProperty("before").GetString().Should().Be("three");
        key.GetProperty("certainty").GetString().Should().Be(certainty);
        Finding(report, "baggage").GetProperty("lost_in").GetString().Should().Be("two");
        Finding(report, "traceparent").GetProperty("verdict").GetString().Should().Be(traceparent);
        report.GetProperty("advice")[0].GetString().Should().Contain("Node").And.Contain("OTEL_PROPAGATORS=tracecontext,baggage");
    }

    [Fact]
    public async Task ServiceThatLosesTheKeyOnOnePath_IsNamed_AlsoByTheVerdictOfARequest()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        host.Repository.Write("two/version.txt", "edited");
        await agent.OkAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "two" } });

        var report = await CheckAsync(agent, new { service = "one", path = "/lose/key", sandbox = "pr-1" });
        var routed = await agent.CallAsync("send_routed_request", new { sandbox = "pr-1", service = "one", path = "/lose/key" });

        report.GetProperty("key").GetProperty("lost_in").GetString().Should().Be("one", report.ToString());
        Agent.Text(routed).Should().Contain("not_routed").And.Contain("lost in one").And.Contain("check_propagation");
        Agent.Text(routed).Should().Contain("OTEL_PROPAGATORS=tracecontext,baggage", "the same advice is given");
    }

    [Fact]
    public async Task PathThatCallsNobody_IsUntested()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);

        var report = await CheckAsync(agent, new { service = "one" });

        report.GetProperty("verdict").GetString().Should().Be("untested");
        (await agent.FailAsync("check_propagation", new { service = "oen" })).Should().Be("service_not_found");
        (await agent.FailAsync("check_propagation", new { service = "one", path = "http://evil.example/" })).Should().Be("invalid_path");
    }

    private static string Peers()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentSandbox.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Join(folder!.FullName, "tests", "FunctionalTests", "Verification", "peers"); // the tests run in the repository
    }

    private static string Node(string script) => $$"""
          two:
            source: two
            run: ["node", "{{script}}"]
            env: { PORT: "${port}", NEXT_URL: "${services.three.url}" }
            health: { http: /healthz, timeout: 60s, interval: 50ms }
        """;

    private static JsonElement Finding(JsonElement report, string carrier) => report.GetProperty("carriers").GetProperty(carrier);

    /// <summary>Services are started first; the answer says so, and that nothing was sent.</summary>
    internal static async Task<JsonElement> CheckAsync(Agent agent, object arguments)
    {
        JsonElement? report = null;
        await Eventually.True(
            async () =>
            {
                var answer = await agent.CallAsync("check_propagation", arguments);

                // Both say that the same call can succeed later: a busy machine may take longer for the first answer than a probe waits.
                var comesLater = answer.IsError == true && s_retryable.Any(code => Agent.Text(answer).Contains(code, StringComparison.Ordinal));
                (answer.IsError == true).Should().Be(comesLater, Agent.Text(answer));
                report = comesLater ? null : answer.StructuredContent;
                return report is not null;
            },
            "the probes were sent");
        return report!.Value; // the condition above held
    }
}
