using System.Diagnostics;
using AgentSandbox.TestKit;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Product;

/// <summary>The host is killed; nothing of its users' work may be lost, and nothing stray may stay.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task HostKilled_NextCallOfTheSameConnectionWorks_OnTheSamePorts()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        host.Repository.Write("three/version.txt", "edited");
        await agent.OkAsync("deploy_fork", new { sandbox = "pr-1" });
        await agent.CallAsync("send_routed_request", new { sandbox = "pr-1", service = "three", path = "/" });
        var (endpoint, pid, strays) = (host.Endpoint, host.Pid, await host.ProcessesAsync());
        strays.Should().Contain(process => process.Contains("/fork/"));

        using (var process = Process.GetProcessById(pid))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1", wait_seconds = 25 })).ToString().Should().Contain("pr-1");
        host.Pid.Should().NotBe(pid);
        host.Endpoint.Should().Be(endpoint);
        await Eventually.True(
            async () => (await agent.CallAsync("send_routed_request", new { sandbox = "pr-1", service = "three", path = "/" })).IsError != true,
            "the fork answers again");
        (await host.ProcessesAsync()).Should().NotIntersectWith(strays);
        await agent.OkAsync("delete_sandbox", new { sandbox = "pr-1" });
        (await host.ProcessesAsync()).Should().NotContain(process => process.Contains("/fork/"));
    }

    [Fact]
    public async Task HostFilesDamaged_TheHostWritesThemAgain()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("list_services", new { });
        var (pid, token) = (host.Pid, host.Token);

        await File.WriteAllTextAsync(Path.Join(host.StateDirectory, "host.json"), "{garbage");
        File.Delete(Path.Join(host.StateDirectory, "host.token"));

        await Eventually.True(() => File.Exists(Path.Join(host.StateDirectory, "host.token")) && host.Token == token, "the token is back");
        (await agent.OkAsync("list_sandboxes", new { })).ToString().Should().NotBeEmpty();
        host.Pid.Should().Be(pid);
    }

    [Fact]
    public async Task StateDirectoryRemoved_TheHostEnds_AndItsProcessesWithIt()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        await agent.OkAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "three" } });
        var pid = host.Pid;

        Directory.Delete(host.StateDirectory, recursive: true);

        await Eventually.True(() => !host.IsAlive(pid), "the host ends");
        (await host.ProcessesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task HostKilledDuringADeploy_TheDeployEndsAfterTheRestart()
    {
        await using var host = await ProductHost.CreateAsync(TestRepository.Configuration(
            TestRepository.Service("three", null, "    build: [\"sh\", \"build.sh\"]")));
        var (began, go) = (Path.Join(host.Repository.WorkRoot, "began"), Path.Join(host.Repository.WorkRoot, "go"));
        host.Repository.Write("three/build.sh", $"touch {began}; while [ ! -e {go} ]; do sleep 0.05; done");
        await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        await agent.CallAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "three" }, wait_seconds = 0 });
        await Eventually.True(() => File.Exists(began), "the build has begun");

        using (var process = Process.GetProcessById(host.Pid))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await File.WriteAllTextAsync(go, "");
        await Eventually.True(
            async () => (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1", wait_seconds = 25 })).GetProperty("phase").GetString() is "ready",
            "the deploy is finished by the next host");
        (await host.ProcessesAsync()).Should().ContainSingle(process => process.Contains("/fork/"));
    }
}
