using System.Text.Json;
using AgentSandbox.TestKit;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>The MCP Inspector, which validates structured content against the tool's own schema, calls every tool of the product.</summary>
public sealed class ProductInspectorTests
{
    [NpmTheory]
    [InlineData("stdio")]
    [InlineData("http")]
    public async Task EveryTool_OverEachTransport_IsAccepted(string transport)
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("services")).ExitCode.Should().Be(0);
        host.Repository.Write("three/version.txt", "edited");

        var (listCode, list, listError) = await InspectAsync(host, transport, "--method", "tools/list", "--strict");
        listCode.Should().Be(0, listError);
        var names = JsonDocument.Parse(list).RootElement.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).ToList();

        var called = new List<string>();
        await CallAsync("list_services");
        await CallAsync("create_sandbox", "name=pr-1");
        await CallAsync("deploy_fork", "sandbox=pr-1", "services=[\"three\"]", $"worktree={host.Repository.Root}");
        await CallAsync("get_sandbox", "sandbox=pr-1", "wait_seconds=25");
        await CallAsync("list_sandboxes", "query=pr");
        await CallAsync("record_traffic", "action=start", "sandbox=pr-1");
        await CallAsync("send_routed_request", "sandbox=pr-1", "service=three", "path=/");
        await CallAsync("record_traffic", "action=stop", "sandbox=pr-1");
        await CallAsync("check_propagation", "service=three", "sandbox=pr-1");
        await CallAsync("run_plan", "sandbox=pr-1", "inline=version: 1\npurpose: It answers\nsteps:\n  - id: answers\n    request: { service: three, path: / }");
        await CallAsync("get_plan_run", "sandbox=pr-1", "step=answers", "wait_seconds=25");
        await CallAsync("read_logs", "sandbox=pr-1", "tail=5");
        await CallAsync("set_route_group", "name=together", "sandboxes=[\"pr-1\"]");
        await CallAsync("set_route_group", "name=together", "delete=true");
        await CallAsync("delete_sandbox", "sandbox=pr-1");
        called.Distinct().Should().BeEquivalentTo(names);

        // A failure has to be acceptable too.
        var (_, failed, _) = await InspectAsync(host, transport, "--method", "tools/call", "--tool-name", "get_sandbox", "--tool-arg", "sandbox=pr-1");
        failed.Should().Contain("sandbox_ended");

        async Task CallAsync(string tool, params string[] arguments)
        {
            called.Add(tool);
            string[] call = ["--method", "tools/call", "--tool-name", tool, .. arguments.SelectMany(argument => new[] { "--tool-arg", argument })];
            var (exitCode, output, error) = await InspectAsync(host, transport, call);
            exitCode.Should().Be(0, $"{tool}: {output} {error}");
            var result = JsonDocument.Parse(output).RootElement;
            (result.TryGetProperty("isError", out var isError) && isError.GetBoolean()).Should().BeFalse(output);
            result.TryGetProperty("structuredContent", out _).Should().BeTrue();
        }
    }

    private static Task<(int ExitCode, string Output, string Error)> InspectAsync(ProductHost host, string transport, params string[] call)
    {
        string[] target = transport == "http"
            ? ["--cli", host.Endpoint.ToString(), "--transport", "http", "--header", $"Authorization: Bearer {host.Token}"]
            : ["--cli", "-e", $"XDG_CACHE_HOME={host.Repository.WorkRoot}", "dotnet", ProductFiles.Assembly, "mcp", "--workspace", host.Repository.Root];
        return NpmTool.Inspector.RunAsync([.. target, .. call], TestTimeouts.Default);
    }
}
