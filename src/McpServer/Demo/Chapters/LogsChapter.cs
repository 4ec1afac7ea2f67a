using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>The fork's own output, apart from everybody else's.</summary>
internal sealed class LogsChapter : IChapter
{
    private const string Claim = "read_logs shows what the fork said, and nobody else";

    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        demo.Story.Chapter("The fork's log");
        var answer = await demo.Story.ProveAsync(Claim, progress => ReadAsync(demo, progress, cancellationToken));
        demo.Story.Quote(answer.Texts("lines").TakeLast(4));
    }

    private static async Task<ToolAnswer> ReadAsync(DemoContext demo, Action<string> progress, CancellationToken cancellationToken)
    {
        var answer = (await demo.Agent.CallAsync(
            ToolNames.ReadLogs, new() { ["sandbox"] = DemoContext.Sandbox, ["tail"] = 20, ["contains"] = "Quoted a fee" }, progress, cancellationToken)).Succeeded(Claim);
        var lines = answer.Texts("lines");
        return lines.Any(line => line.Contains("payments@3 ", StringComparison.Ordinal) && line.Contains("(1.0 %)", StringComparison.Ordinal))
            && !lines.Any(line => line.Contains("(2.0 %)", StringComparison.Ordinal))
                ? answer
                : throw new DemoFailure(Claim, "a line of payments@3 with its fee of 1.0 %, and none of the baseline's", $"{lines.Count} lines", answer.Text.Split('\n'));
    }
}
