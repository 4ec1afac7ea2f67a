namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>A build breaks: the agent is told why, and the old revision goes on serving. Then it is mended.</summary>
internal sealed class BrokenBuildChapter : IChapter
{
    private const string Claim = "deploy_fork fails and says where";

    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        var story = demo.Story;
        story.Chapter("A build breaks");
        await demo.Place.EditAsync("SurchargePercent = 1.5m;", "SurchargePercent = 1.0m", cancellationToken);
        story.Say("The agent tries 1 %, and forgets a semicolon:");
        story.Diff(["+    public const decimal SurchargePercent = 1.0m"]);
        var failed = await story.ProveAsync(Claim, progress => FailAsync(demo, progress, cancellationToken), _ => "this is what the agent reads:");
        story.Quote(failed.Text.Replace(demo.Place.Root, "…", StringComparison.Ordinal).Split('\n').Where(line => line.Trim().Length > 2), 7);
        await RoutedQuote.TellAsync(demo, 1, 1.5m, cancellationToken);
        story.Say("Revision 1 still serves: a broken build takes nothing down.");

        story.Chapter("It is mended");
        await demo.Place.EditAsync("SurchargePercent = 1.0m", "SurchargePercent = 1.0m;", cancellationToken);
        const string Mended = "Revision 3 is built beside revision 1, and takes over when it is healthy";
        await story.ProveAsync(Mended, progress => Deploy.ReadyAsync(demo, 3, Mended, progress, cancellationToken));
        await RoutedQuote.TellAsync(demo, 3, 1.0m, cancellationToken);
    }

    private static async Task<ToolAnswer> FailAsync(DemoContext demo, Action<string> progress, CancellationToken cancellationToken)
    {
        var answer = await Deploy.RunAsync(demo, environment: null, progress, cancellationToken);
        var tellsWhere = answer.Text.Contains("FeePolicy.cs", StringComparison.Ordinal) && answer.Text.Contains("error CS", StringComparison.Ordinal);
        return answer.Text.Contains("build_failed", StringComparison.Ordinal) && tellsWhere
            ? answer
            : throw new DemoFailure(Claim, "build_failed with the compiler's line in FeePolicy.cs", answer.ErrorCode ?? "no error", answer.Text.Split('\n'));
    }
}
