using AgentSandbox.TestKit;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Product;

/// <summary>The loop as an agent closes it, through the built program, over each transport and protocol version.</summary>
public sealed class LoopTests
{
    [Theory]
    [InlineData("stdio", "2025-06-18")]
    [InlineData("stdio", "2025-11-25")]
    [InlineData("stdio", "2026-07-28")]
    [InlineData("http", "2025-06-18")]
    [InlineData("http", "2025-11-25")]
    [InlineData("http", "2026-07-28")]
    public async Task EditDeployProveReadDelete_Works(string transport, string protocolVersion)
    {
        await using var host = await ProductHost.CreateAsync();
        await using var starter = await Agent.OverStdioAsync(host, host.Repository.Root);
        await starter.OkAsync("list_services", new { });
        await using var agent = transport == "stdio"
            ? await Agent.OverStdioAsync(host, host.Repository.Root, protocolVersion)
            : await Agent.OverHttpAsync(host, protocolVersion);
        agent.Client.NegotiatedProtocolVersion.Should().Be(protocolVersion);

        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        host.Repository.Write("three/version.txt", "edited");
        var deployed = await agent.OkAsync("deploy_fork", new { sandbox = "pr-1" });
        deployed.ToString().Should().Contain("\"three\"").And.Contain("ready");
        var routed = await agent.CallAsync("send_routed_request", new { sandbox = "pr-1", service = "one", path = "/chain" });
        routed.IsError.Should().NotBe(true, Agent.Text(routed));
        Agent.Text(routed).Should().Contain("edited").And.Contain("routed");
        await Eventually.True(
            async () => Agent.Text(await agent.CallAsync("read_logs", new { sandbox = "pr-1" })).Contains("three edited listens", StringComparison.Ordinal),
            "the fork's line is read");
        (await agent.OkAsync("list_sandboxes", new { })).ToString().Should().Contain("pr-1");
        await agent.OkAsync("delete_sandbox", new { sandbox = "pr-1" });

        (await agent.FailAsync("get_sandbox", new { sandbox = "pr-1" })).Should().Be("sandbox_ended");
        (await agent.FailAsync("send_routed_request", new { sandbox = "pr-1", service = "one", path = "/" })).Should().Be("sandbox_ended");
        (await host.ProcessesAsync()).Should().NotContain(process => process.Contains("/fork/"));
    }

    [Fact]
    public async Task BadInput_EachGetsItsCode()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });

        foreach (var name in new[] { "two words", "a/b", new string('a', 300), "-rf", "UPPER", "ünïcode", "" })
        {
            (await agent.FailAsync("create_sandbox", new { name })).Should().Be("invalid_name");
        }

        foreach (var path in new[] { "http://evil.example/", "//evil.example/", "/a/../b", "/%2e%2e/etc", "relative", "/a b" })
        {
            (await agent.FailAsync("send_routed_request", new { sandbox = "pr-1", service = "one", path })).Should().Be("invalid_path");
        }

        (await agent.FailAsync("send_routed_request", new { sandbox = "pr-1", service = "eno", path = "/" })).Should().Be("service_not_found");
        (await agent.FailAsync("send_routed_request", new { sandbox = "pr-1", service = "one", path = "/", headers = new Dictionary<string, string> { ["baggage"] = "sandbox=pr-2" } }))
            .Should().Be("invalid_header");
        (await agent.FailAsync("send_routed_request", new { sandbox = "pr-1", service = "one", path = "/", method = "POST", body = new string('x', 2_000_000) }))
            .Should().Be("body_too_large");
        (await agent.FailAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "nope" } })).Should().Be("service_not_found");
        (await agent.FailAsync("deploy_fork", new { sandbox = "pr-1", worktree = "/no/such/tree" })).Should().NotBeEmpty();
        (await agent.FailAsync("get_sandbox", new { sandbox = "pr-1", nope = 1, wait = "x" })).Should().Be("invalid_arguments");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwentyAgents_OverOneConnectionOrTwenty_DoNotMeet(bool oneConnection)
    {
        await using var host = await ProductHost.CreateAsync();
        var trees = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            trees.Add(await host.Repository.AddWorktreeAsync($"agent-{i}"));
        }

        await using var shared = await Agent.OverStdioAsync(host, host.Repository.Root);
        await Task.WhenAll(trees.Select(async (tree, i) =>
        {
            await using var own = oneConnection ? null : await Agent.OverStdioAsync(host, tree);
            var agent = own ?? shared;
            await agent.OkAsync("create_sandbox", new { name = $"agent-{i}", worktree = tree });
            host.Repository.Write("three/version.txt", $"by agent {i}.", tree);
            await agent.CallAsync("deploy_fork", new { sandbox = $"agent-{i}", worktree = tree });
            await Eventually.True(
                async () => (await agent.OkAsync("get_sandbox", new { sandbox = $"agent-{i}", wait_seconds = 25 })).GetProperty("phase").GetString() is "ready",
                $"the fork of agent {i} is ready");
            await Eventually.True(
                async () => Agent.Text(await agent.CallAsync("send_routed_request", new { sandbox = $"agent-{i}", service = "one", path = "/chain" })) is var text
                    && (text.Contains($"by agent {i}.", StringComparison.Ordinal) || !text.Contains("baseline_starting", StringComparison.Ordinal)),
                "the baseline is up");
            var result = await agent.CallAsync("send_routed_request", new { sandbox = $"agent-{i}", service = "one", path = "/chain" });
            result.IsError.Should().NotBe(true, Agent.Text(result));
            Agent.Text(result).Should().Contain($"by agent {i}.");
            await agent.OkAsync("delete_sandbox", new { sandbox = $"agent-{i}", worktree = tree });
        }));
        await Eventually.True(
            async () => !(await host.ProcessesAsync()).Any(process => process.Contains("/fork/", StringComparison.Ordinal)), "no fork is left");
    }
}
