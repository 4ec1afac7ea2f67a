using System.Net;
using System.Net.Http.Headers;
using AgentSandbox.FunctionalTests.Product;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Hosting;

/// <summary>How a host is found, replaced and ended.</summary>
public sealed class HostLifeTests
{
    [Fact]
    public async Task Restart_KeepsPortTokenAndSandboxes()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("create", "pr-1")).ExitCode.Should().Be(0);
        host.Repository.Write("three/version.txt", "edited");
        (await host.RunAsync("deploy", "pr-1")).ExitCode.Should().Be(0);
        var (pid, endpoint, token) = (host.Pid, host.Endpoint, host.Token);

        (await host.RunAsync("host", "restart")).ExitCode.Should().Be(0);

        host.Pid.Should().NotBe(pid);
        host.IsAlive(pid).Should().BeFalse();
        (host.Endpoint, host.Token).Should().Be((endpoint, token));
        await Eventually.True(
            async () => (await host.RunAsync("request", "pr-1", "one", "/chain")).Output.Contains("edited", StringComparison.Ordinal),
            "the fork answers again");
    }

    [Fact]
    public async Task Stop_EndsEverythingThatRuns_AndTheRecord()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("create", "pr-1")).ExitCode.Should().Be(0);
        (await host.RunAsync("deploy", "pr-1", "three")).ExitCode.Should().Be(0);
        (await host.ProcessesAsync()).Should().NotBeEmpty();
        var pid = host.Pid;

        (await host.RunAsync("host", "stop")).Output.Should().Contain($"{pid}");

        host.IsAlive(pid).Should().BeFalse();
        (await host.ProcessesAsync()).Should().BeEmpty();
        File.Exists(Path.Join(host.StateDirectory, "host.json")).Should().BeFalse();
        var again = await host.RunAsync("host", "stop");
        again.ExitCode.Should().Be(3);
        again.Error.Should().Contain("No host of this repository runs");
    }

    [Fact]
    public async Task NoSandboxAndNoCall_ForHostIdle_EndsTheHost()
    {
        await using var host = await ProductHost.CreateAsync("hostIdle: 2s\n" + TestRepository.DefaultConfiguration);
        (await host.RunAsync("create", "pr-1")).ExitCode.Should().Be(0);
        var pid = host.Pid;
        (await host.RunAsync("delete", "pr-1")).ExitCode.Should().Be(0);

        await Eventually.True(() => !host.IsAlive(pid), "the host has ended by itself");

        File.Exists(Path.Join(host.StateDirectory, "host.json")).Should().BeFalse();
        (await host.RunAsync("list")).ExitCode.Should().Be(0);
        host.Pid.Should().NotBe(pid);
    }

    [Fact]
    public async Task OlderHost_WithoutSandboxes_IsReplaced_WithSandboxesItIsKeptAndToldOf()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("list")).ExitCode.Should().Be(0);
        var first = host.Pid;
        PretendVersion(host, "0.0.1");

        (await host.RunAsync("create", "pr-1")).ExitCode.Should().Be(0);

        var second = host.Pid;
        second.Should().NotBe(first);
        PretendVersion(host, "0.0.1");
        var kept = await host.RunAsync("list");
        kept.ExitCode.Should().Be(0);
        kept.Error.Should().Contain("host restart").And.Contain("0.0.1");
        host.Pid.Should().Be(second);
        (await host.RunAsync("host", "status")).Output.Should().Contain("0.0.1").And.Contain("host restart");
        (await host.RunAsync("doctor")).Output.Should().Contain("host restart");
    }

    [Fact]
    public async Task NewerHost_IsUsedAsItIs()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("list")).ExitCode.Should().Be(0);
        var pid = host.Pid;
        PretendVersion(host, "99.0.0");

        (await host.RunAsync("list")).ExitCode.Should().Be(0);

        host.Pid.Should().Be(pid);
    }

    [Fact]
    public async Task Administration_NeedsTheToken_AndNoOrigin()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("list")).ExitCode.Should().Be(0);
        var root = new Uri(host.Endpoint, "/");

        (await StatusAsync(root, "healthz", null)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(root, "admin/status", null)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(root, "admin/status", new string('0', 64))).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(root, "admin/status", host.Token)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(root, "admin/status", host.Token, origin: "https://evil.example")).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(root, "admin/status", host.Token, hostName: "evil.example")).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task OneConnection_ServesTwoRepositories()
    {
        await using var first = await ProductHost.CreateAsync();
        await using var second = await ProductHost.CreateAsync();
        await using var agent = await Agent.OverStdioAsync(first, first.Repository.Root);

        await agent.OkAsync("create_sandbox", new { name = "alpha" });
        await agent.OkAsync("create_sandbox", new { name = "beta", worktree = second.Repository.Root });

        first.Pid.Should().NotBe(second.Pid);
        (await second.RunAsync("list")).Output.Should().Contain("beta").And.NotContain("alpha");
    }

    private static void PretendVersion(ProductHost host, string version)
    {
        var path = Path.Join(host.StateDirectory, "host.json");
        var text = File.ReadAllText(path);
        var current = host.Record.GetProperty("version").GetString();
        File.WriteAllText(path, text.Replace($"\"version\": \"{current}\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));
        host.Record.GetProperty("version").GetString().Should().Be(version);
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri root, string path, string? token, string? origin = null, string? hostName = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Host = hostName;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
