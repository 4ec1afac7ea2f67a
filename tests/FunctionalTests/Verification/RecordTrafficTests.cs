using System.Text.Json;
using AgentSandbox.FunctionalTests.Product;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Verification;

/// <summary>Recordings through the built program, from the tool to the file.</summary>
public sealed class RecordTrafficTests
{
    [Fact]
    public async Task TrafficOfASandbox_IsRecordedRedacted_ToldEverywhere_AndGoesWithTheSandbox()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await DeployedAsync(host);

        await agent.OkAsync("record_traffic", new { action = "start", sandbox = "pr-1", services = new[] { "three" } });
        (await agent.OkAsync("list_services", new { })).GetProperty("notes").ToString().Should().Contain("RECORDING");
        (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1" })).GetProperty("notes").ToString().Should().Contain("RECORDING").And.Contain("three");
        await agent.OkAsync("send_routed_request", new { sandbox = "pr-1", service = "three", path = "/?token=s3cr3t-value", method = "POST", body = """{"password":"s3cr3t-value"}""" });
        await Eventually.True(async () => (await StatusAsync(agent)).GetProperty("requests").GetInt32() == 1, "the request is in the recording");
        var stopped = await agent.OkAsync("record_traffic", new { action = "stop", sandbox = "pr-1" });

        var file = stopped.GetProperty("file").GetString()!;
        var text = await File.ReadAllTextAsync(file);
        text.Should().NotContain("s3cr3t-value");
        var entry = JsonDocument.Parse(text).RootElement.GetProperty("log").GetProperty("entries")[0];
        entry.GetProperty("_service").GetString().Should().Be("three");
        entry.GetProperty("_answeredBy").GetString().Should().Be("fork");
        entry.GetProperty("_revision").GetInt32().Should().Be(1);
        entry.GetProperty("request").GetProperty("postData").GetProperty("text").GetString().Should().Be("""{"password":"[redacted]"}""");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1" })).ToString().Should().NotContain("RECORDING");
        await agent.OkAsync("delete_sandbox", new { sandbox = "pr-1" });
        File.Exists(file).Should().BeFalse();
    }

    [Fact]
    public async Task Limit_EndsIt_AndTheFileIsThere()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await DeployedAsync(host);

        await agent.OkAsync("record_traffic", new { action = "start", sandbox = "pr-1", max_requests = 1 });
        await agent.OkAsync("send_routed_request", new { sandbox = "pr-1", service = "three", path = "/" });
        JsonElement status = default;
        await Eventually.True(async () => (status = await StatusAsync(agent)).GetProperty("recording").GetBoolean() == false, "the limit ended it");

        status.GetProperty("end_reason").GetString().Should().Contain("1 requests");
        File.Exists(status.GetProperty("file").GetString()).Should().BeTrue();
    }

    [Fact]
    public async Task DeletedSandbox_TakesItsRecordingAlong()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await DeployedAsync(host);
        await agent.OkAsync("record_traffic", new { action = "start", sandbox = "pr-1" });
        await agent.OkAsync("send_routed_request", new { sandbox = "pr-1", service = "three", path = "/" });

        await agent.OkAsync("delete_sandbox", new { sandbox = "pr-1" });

        await Eventually.True(async () => !(await agent.OkAsync("list_services", new { })).ToString().Contains("RECORDING", StringComparison.Ordinal), "it ended");
        Directory.EnumerateFiles(host.Repository.WorkRoot, "*.har", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task WrongWishes_EachGetTheirCode()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        var theirs = await host.Repository.AddWorktreeAsync("theirs");

        (await agent.FailAsync("record_traffic", new { action = "begin", sandbox = "pr-1" })).Should().Be("invalid_arguments");
        (await agent.FailAsync("record_traffic", new { action = "0", sandbox = "pr-1" })).Should().Be("invalid_arguments");
        (await agent.FailAsync("record_traffic", new { action = "start" })).Should().Be("invalid_arguments");
        (await agent.FailAsync("record_traffic", new { action = "start", sandbox = "pr-1", baseline = true })).Should().Be("invalid_arguments");
        (await agent.FailAsync("record_traffic", new { action = "start", sandbox = "nobody" })).Should().Be("sandbox_not_found");
        (await agent.FailAsync("record_traffic", new { action = "start", sandbox = "pr-1", services = new[] { "tree" } })).Should().Be("service_not_found");
        (await agent.FailAsync("record_traffic", new { action = "stop", sandbox = "pr-1" })).Should().Be("recording_not_found");
        (await agent.FailAsync("record_traffic", new { action = "start", sandbox = "pr-1", worktree = theirs })).Should().Be("not_owner");
        await agent.OkAsync("record_traffic", new { action = "start", sandbox = "pr-1", services = new[] { "one" } });
        await agent.OkAsync("record_traffic", new { action = "start", sandbox = "pr-1", services = new[] { "one" } });
        (await agent.FailAsync("record_traffic", new { action = "start", sandbox = "pr-1", services = new[] { "two" } })).Should().Be("recording_active");
    }

    [Fact]
    public async Task Verbs_RecordTheBaseline_AndMakeAPlan()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        var services = await agent.OkAsync("list_services", new { });
        var url = services.GetProperty("services").EnumerateArray().Single(service => service.GetProperty("service").GetString() == "three").GetProperty("url").GetString();
        using var client = new HttpClient();

        (await host.RunAsync("record", "start", "--baseline", "--services", "three")).ExitCode.Should().Be(0);
        (await client.GetStringAsync($"{url}env/USER?page=2")).Should().NotBeEmpty();
        await Eventually.True(async () => (await host.RunAsync("record", "status", "--baseline")).Output.Contains("three 1", StringComparison.Ordinal), "the request is in it");
        var stopped = await host.RunAsync("record", "stop", "--baseline", "--output", Path.Join(host.Repository.Root, "recordings", "a.har"));
        var plan = await host.RunAsync("record", "to-plan", Path.Join(host.Repository.Root, "recordings", "a.har"));

        stopped.ExitCode.Should().Be(0, stopped.Error);
        plan.ExitCode.Should().Be(0, plan.Error);
        plan.Output.Should().Contain("recording: \"recordings/a.har\"").And.Contain("path: \"/env/USER?page=2\"");
    }

    private static async Task<Agent> DeployedAsync(ProductHost host)
    {
        var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        host.Repository.Write("three/version.txt", "edited");
        (await agent.OkAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "three" } })).ToString().Should().Contain("ready");
        return agent;
    }

    private static Task<JsonElement> StatusAsync(Agent agent) => agent.OkAsync("record_traffic", new { action = "status", sandbox = "pr-1" });
}
