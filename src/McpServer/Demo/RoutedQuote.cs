using AgentSandbox.McpServer.Demo.Telling;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Demo;

/// <summary>Asks the shop for a quote with the sandbox's key and demands the proof that the fork answered.</summary>
internal static class RoutedQuote
{
    private const int MaxWaits = 20;

    /// <exception cref="DemoFailure">The fork did not answer, or not as it should.</exception>
    public static async Task TellAsync(DemoContext demo, int revision, decimal percent, CancellationToken cancellationToken)
    {
        var claim = $"With the key, payments r{revision} answers: {percent:0.0} %";
        var (answer, _) = await demo.Story.ProveAsync(claim, progress => AskAsync(demo, claim, revision, percent, progress, cancellationToken), pair => pair.Fee.ToString());
        demo.Story.Draw(HopPath.Draw(answer.List("hops"), DemoContext.Way));
        var others = answer.List("hops")
            .Where(hop => !DemoContext.Way.Contains(ToolAnswer.TextOf(hop, "service")))
            .Select(hop => $"{ToolAnswer.TextOf(hop, "service")} ({HopPath.AnsweredBy(hop)})").Distinct().ToList();
        if (others.Count > 0)
        {
            demo.Story.Say($"also asked on the way: {string.Join(", ", others)}");
        }
    }

    private static async Task<(ToolAnswer Answer, Fee Fee)> AskAsync(
        DemoContext demo, string claim, int revision, decimal percent, Action<string> progress, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(demo, progress, cancellationToken);
        for (var wait = 0; answer.ErrorCode == FailureCodes.BaselineStarting && wait < MaxWaits; wait++)
        {
            // Nothing was sent: services of the baseline that nobody needed before are built first, within the limit of each call.
            answer = await SendAsync(demo, progress, cancellationToken);
        }

        answer.Succeeded(claim);
        var met = answer.List("hops").Where(hop => ToolAnswer.TextOf(hop, "service") == "payments").Select(HopPath.AnsweredBy).Distinct().ToList();
        if (answer["verdict"] != "routed" || met is not [var who] || who != $"fork r{revision}")
        {
            throw new DemoFailure(claim, $"verdict routed, payments answered by fork r{revision}", $"verdict {answer["verdict"]}, payments answered by {string.Join(", ", met)}", answer.Text.Split('\n'));
        }

        var fee = Fee.Parse(answer["body"] ?? "", claim);
        return fee.Percent == percent
            ? (answer, fee)
            : throw new DemoFailure(claim, $"{percent:0.0} %", fee.ToString(), answer.Text.Split('\n'));
    }

    private static Task<ToolAnswer> SendAsync(DemoContext demo, Action<string> progress, CancellationToken cancellationToken) => demo.Agent.CallAsync(
        ToolNames.SendRoutedRequest,
        new() { ["sandbox"] = DemoContext.Sandbox, ["service"] = "frontend", ["path"] = DemoContext.Path },
        progress,
        cancellationToken);
}
