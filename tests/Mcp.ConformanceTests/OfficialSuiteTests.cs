using AgentSandbox.Mcp.Fixture;
using AgentSandbox.McpServer.Http;
using Xunit.Abstractions;

namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>Every scored scenario of the official suite, against the fixture.</summary>
public sealed class OfficialSuiteTests(ITestOutputHelper output) : IAsyncLifetime
{
    private McpHttpHost _fixture = null!; // set by InitializeAsync

    public async Task InitializeAsync() => _fixture = await FixtureHost.StartAsync(FixturePrimitives.All, 0, CancellationToken.None);

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [NpmFact]
    public async Task Stable_AllScenarios_Pass() => await RunAsync(NpmTool.Conformance01, ["--suite", "all"], [], 32);

    [NpmFact]
    public async Task Requirements20251125_ScoredScenarios_Pass() =>
        await RunAsync(NpmTool.Conformance02, ["--requirements", "2025-11-25"], ["--requirements", "2025-11-25"], 30);

    [NpmFact]
    public async Task Requirements20260728_ScoredScenarios_Pass() =>
        await RunAsync(NpmTool.Conformance02, ["--requirements", "2026-07-28"], ["--requirements", "2026-07-28"], 37);

    private async Task RunAsync(NpmTool tool, string[] selection, string[] listing, int scored)
    {
        var run = await ConformanceRun.StartAsync(tool, _fixture.Endpoint, selection, listing);

        output.WriteLine(run.Output);
        run.Scored.Should().HaveCount(scored, "the suite is pinned, so what it scores does not change by itself");
        run.Failing.Should().BeEmpty(run.Explain());
    }
}
