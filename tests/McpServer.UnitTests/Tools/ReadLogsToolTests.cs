using System.Text;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.McpServer.UnitTests.Tools;

public sealed class ReadLogsToolTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public async Task Lines_ShowTimeServiceAndRevision_AndKeepEntriesTogether()
    {
        await using var world = await WithLogsAsync(
            new LogLine(s_time, "orders", LogStream.Build, 2, "Build succeeded.", Continues: false),
            new LogLine(s_time, "orders", LogStream.Run, 2, "System.Exception: boom", Continues: false),
            new LogLine(s_time, "orders", LogStream.Run, 2, "at Orders.Get()", Continues: true));

        var result = await world.CallAsync(ToolNames.ReadLogs, new { sandbox = ToolWorld.Sandbox });

        await result.ShouldKeepItsContractAsync(ToolNames.ReadLogs);
        result.Structure().GetProperty("lines").EnumerateArray().Select(line => line.GetString()).Should().Equal(
            "03:04:05.678 orders@2/build Build succeeded.",
            "03:04:05.678 orders@2 System.Exception: boom",
            "    at Orders.Get()");
        result.Text().Should().Contain("| 03:04:05.678 orders@2 System.Exception: boom");
        LogCursor.TryParse(result.String("newer_cursor"), out _).Should().BeTrue();
        LogCursor.TryParse(result.String("older_cursor"), out _).Should().BeTrue();
    }

    [Fact]
    public async Task Secrets_AlsoThoseThatSpanLines_AreInNeitherForm()
    {
        await using var world = await WithLogsAsync([.. new[]
        {
            "connecting with Password=hunter22;", "-----BEGIN PRIVATE KEY-----", "QUJDREVGRw", "-----END PRIVATE KEY-----", "Authorization: Bearer abcdefghijkl", "value s3cr3t-of-config", "harmless",
        }.Select(text => new LogLine(s_time, "orders", LogStream.Run, 2, text, Continues: false))]);
        world.Secrets.Add(["s3cr3t-of-config"]);

        var result = await world.CallAsync(ToolNames.ReadLogs, new { sandbox = ToolWorld.Sandbox });

        foreach (var secret in new[] { "hunter22", "QUJDREVGRw", "abcdefghijkl", "s3cr3t-of-config" })
        {
            result.Everything().Should().NotContain(secret);
        }

        result.Structure().GetProperty("lines").GetArrayLength().Should().Be(7);
        result.Text().Should().Contain("harmless");
    }

    [Theory]
    [InlineData(null, 4096)]
    [InlineData(16000, 16000)]
    [InlineData(9000000, 32768)]
    public async Task LongOutput_IsReadAgainSmaller_UntilTheAnswerFits(int? maxBytes, int budget)
    {
        await using var world = await WithLogsAsync([.. Enumerable.Range(1, 3000).Select(i => new LogLine(s_time, "orders", LogStream.Run, 2, $"{i} \"q\"", Continues: false))]);

        var result = await world.CallAsync(ToolNames.ReadLogs, new { sandbox = ToolWorld.Sandbox, tail = 2000, max_bytes = maxBytes });

        await result.ShouldKeepItsContractAsync(ToolNames.ReadLogs, budget);
        result.Structure().GetProperty("lines").EnumerateArray().Last().GetString().Should().EndWith("""3000 "q" """.TrimEnd());
        result.Structure().GetProperty("lines").GetArrayLength().Should().BeGreaterThan(budget / 100);
        world.Engine.LogRequests.Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task Arguments_ReachTheReading()
    {
        await using var world = await WithLogsAsync();

        var result = await world.CallAsync(ToolNames.ReadLogs, new
        {
            sandbox = ToolWorld.Sandbox,
            services = new[] { "orders" },
            revision = 2,
            tail = 99999,
            since_seconds = 60,
            contains = "x",
            level = "warn",
            source = "build",
        });

        var request = world.Engine.LogRequests[0];
        request.Should().BeEquivalentTo(new { Revision = 2, TailLines = 2000, Contains = "x", Level = LogLevelFilter.Warn, Stream = LogStream.Build });
        request.Since.Should().Be(world.Time.GetUtcNow() - TimeSpan.FromSeconds(60));
        result.Text().Should().Contain("tail was clamped from 99999 to 2000").And.Contain("Nothing matches");
    }

    [Fact]
    public async Task Cursor_ThatIsNotOurs_IsRefused()
    {
        await using var world = await WithLogsAsync();

        var result = await world.CallAsync(ToolNames.ReadLogs, new { sandbox = ToolWorld.Sandbox, cursor = "nonsense" });

        await result.ShouldKeepItsContractAsync(ToolNames.ReadLogs);
        result.ErrorCode().Should().Be("invalid_cursor");
    }

    [Fact]
    public async Task Baseline_IsReadWithoutASandbox()
    {
        await using var world = await WithLogsAsync();

        await world.CallAsync(ToolNames.ReadLogs);
        var unknown = await world.CallAsync(ToolNames.ReadLogs, new { services = new[] { "order" } });

        world.Engine.LogRequests.Should().OnlyContain(request => request.Sandbox == null);
        unknown.ErrorCode().Should().Be("service_not_found");
        unknown.Text().Should().Contain("Did you mean 'orders'?");
    }

    /// <summary>Keeps the limits of the request as the real reader does: newest lines, so many bytes.</summary>
    private static async Task<ToolWorld> WithLogsAsync(params LogLine[] lines)
    {
        var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready);
        world.Engine.Logs = request => Page(request, lines);
        return world;
    }

    private static LogPage Page(LogRequest request, LogLine[] lines)
    {
        var left = request.MaxBytes;
        var page = lines.Reverse().Take(request.TailLines).TakeWhile(line => (left -= Encoding.UTF8.GetByteCount(line.Text)) >= 0).Reverse().ToList();
        return new LogPage(page, Cursor("o"), Cursor("n"));
    }

    private static LogCursor Cursor(string kind) => new(new Dictionary<string, long[]> { ["orders/Run/2"] = [0, 10] }, onlyThese: kind == "o");
}
