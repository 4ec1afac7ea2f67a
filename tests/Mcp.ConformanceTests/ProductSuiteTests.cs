using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>The scenarios of the official suite that need no fixture, against the product's own host process.</summary>
public sealed class ProductSuiteTests
{
    private static readonly string[] s_stable =
    [
        "server-initialize", "logging-set-level", "ping", "completion-complete", "tools-list", "server-sse-multiple-streams",
        "resources-list", "resources-subscribe", "resources-unsubscribe", "prompts-list", "dns-rebinding-protection",
    ];

    private static readonly string[] s_newest = ["server-session-lifecycle", "caching", "http-header-validation", "sep-2164-resource-not-found", "input-required-result-unsupported-methods"];

    [NpmFact]
    public async Task ScenariosWithoutFixture_Pass()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("services")).ExitCode.Should().Be(0);
        await using var proxy = await TokenProxy.StartAsync(host);

        var failing = new List<string>();
        foreach (var (tool, scenario) in s_stable.Select(name => (NpmTool.Conformance01, name)).Concat(s_newest.Select(name => (NpmTool.Conformance02, name))))
        {
            var (exitCode, output, error) = await tool.RunAsync(["server", "--url", proxy.Endpoint.ToString(), "--scenario", scenario], TimeSpan.FromMinutes(1));
            if (exitCode != 0)
            {
                failing.Add($"{scenario}: {output} {error}");
            }
        }

        failing.Should().BeEmpty();
    }
}
