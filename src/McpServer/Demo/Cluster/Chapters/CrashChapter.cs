using AgentSandbox.McpServer.Demo.Chapters;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Demo.Cluster.Chapters;

/// <summary>A revision that cannot start: the agent reads why, and the old one goes on serving.</summary>
internal sealed class CrashChapter : IChapter
{
    private const string Claim = "deploy_fork fails and shows the last words of the pod";

    // Kestrel takes it for no address, and says so when it starts.
    private const string Nonsense = "nowhere";

    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        demo.Story.Chapter("A revision crashes");
        demo.Story.Say($"The agent deploys once more, with ASPNETCORE_URLS={Nonsense} by mistake:");
        var failed = await demo.Story.ProveAsync(Claim, progress => FailAsync(demo, progress, cancellationToken), _ => "this is what the agent reads:");
        demo.Story.Quote(failed.Text.Split('\n').Where(line => line.Trim().Length > 2), 7);
        await RoutedQuote.TellAsync(demo, 3, 1.0m, cancellationToken);
        demo.Story.Say("Revision 3 still serves: a pod that does not become ready gets no request.");
    }

    private static async Task<ToolAnswer> FailAsync(DemoContext demo, Action<string> progress, CancellationToken cancellationToken)
    {
        var answer = await Deploy.RunAsync(demo, new Dictionary<string, string> { ["ASPNETCORE_URLS"] = Nonsense }, progress, cancellationToken);
        return answer.Text.Contains(FailureCodes.CrashLoop, StringComparison.Ordinal) && answer.Text.Contains($"'{Nonsense}'", StringComparison.Ordinal)
            ? answer
            : throw new DemoFailure(Claim, $"{FailureCodes.CrashLoop} with the program's complaint about '{Nonsense}'", answer.ErrorCode ?? "no error", answer.Text.Split('\n'));
    }
}
