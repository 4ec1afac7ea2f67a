using System.Diagnostics;
using AgentSandbox.FunctionalTests.Processes;
using AgentSandbox.FunctionalTests.Product;
using AgentSandbox.TestKit.Product;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.FunctionalTests.Hosting;

/// <summary>Clients kill their servers in many ways; the host, the baseline and the forks are nobody's children and live on.</summary>
public sealed class BridgeDeathTests
{
    private const int Kill = 9;

    /// <summary>How a client gets rid of its server.</summary>
    public enum Death
    {
        /// <summary>The SDK's client ends, which kills the tree of what does not end by itself.</summary>
        ClientEnds,

        /// <summary>The bridge and all its descendants are killed.</summary>
        Tree,

        /// <summary>The bridge's whole process group is killed, as a terminal or a supervisor does it.</summary>
        Group,
    }

    [LinuxTheory]
    [InlineData(Death.ClientEnds)]
    [InlineData(Death.Tree)]
    [InlineData(Death.Group)]
    public async Task BridgeDies_HostAndForksLiveOn(Death death)
    {
        await using var host = await ProductHost.CreateAsync();
        host.Repository.Write("three/version.txt", "edited");
        if (death == Death.ClientEnds)
        {
            await using var agent = await Agent.OverStdioAsync(host, host.Repository.Root);
            await DeployAsync(agent);
        }
        else
        {
            await DeployAndDieAsync(host, death);
        }

        var pid = host.Pid;
        host.IsAlive(pid).Should().BeTrue();
        (await host.ProcessesAsync()).Should().Contain(process => process.Contains("/fork/pr-1/three", StringComparison.Ordinal));
        var (exitCode, output, error) = await host.RunAsync("request", "pr-1", "one", "/chain");
        exitCode.Should().Be(0, error);
        output.Should().Contain("routed").And.Contain("edited");
        host.Pid.Should().Be(pid);
    }

    private static async Task DeployAndDieAsync(ProductHost host, Death death)
    {
        // setsid makes the bridge the leader of a group of its own, so that the group can be killed without this test.
        var start = new ProcessStartInfo("setsid", ["dotnet", ProductFiles.Assembly, "mcp", "--workspace", host.Repository.Root])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in host.Environment)
        {
            start.Environment[name] = value;
        }

        using var bridge = Process.Start(start) ?? throw new InvalidOperationException("setsid did not start.");
        var transport = new StreamClientTransport(bridge.StandardInput.BaseStream, bridge.StandardOutput.BaseStream, NullLoggerFactory.Instance);
        await using var agent = new Agent(await McpClient.CreateAsync(transport, new McpClientOptions { DiscoverProbeTimeout = TestTimeouts.Default }));
        await DeployAsync(agent);
        if (death == Death.Tree)
        {
            bridge.Kill(entireProcessTree: true);
        }
        else
        {
            await Signals.SendAsync(Kill, -bridge.Id);
        }

        await bridge.WaitForExitAsync();
    }

    private static async Task DeployAsync(Agent agent)
    {
        await agent.OkAsync("create_sandbox", new { name = "pr-1" });
        await agent.OkAsync("deploy_fork", new { sandbox = "pr-1", services = new[] { "three" }, wait_seconds = 25 });
        (await agent.OkAsync("get_sandbox", new { sandbox = "pr-1", wait_seconds = 25 })).GetProperty("phase").GetString().Should().Be("ready");
    }
}
