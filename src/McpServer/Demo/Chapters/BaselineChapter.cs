using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>A plain request wakes the baseline, which is built from trunk.</summary>
internal sealed class BaselineChapter : IChapter
{
    private const string Claim = "The baseline answers from trunk";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        demo.Story.Chapter("The baseline: everything as it is on trunk");
        demo.Story.Say($"GET {demo.FrontendUrl}   (no routing key: just a customer)");
        var fee = await demo.Story.ProveAsync(Claim, async progress =>
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var watching = WatchAsync(demo, progress, enough.Token);
            try
            {
                return Fee.Parse(await FirstAnswer.AskAsync(demo.Http, demo.FrontendUrl, Claim, demo.Time, cancellationToken), Claim);
            }
            finally
            {
                await enough.CancelAsync();
                await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }, fee => fee.ToString());
        demo.BaselineFee = fee;
        demo.Story.Prove("Trunk charges 2 %", fee.Percent == 2.0m, "2.0 %", $"{fee.Percent} %");
    }

    private static async Task WatchAsync(DemoContext demo, Action<string> progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await demo.Agent.CallAsync(ToolNames.ListServices, [], _ => { }, cancellationToken);
            progress(string.Join(" · ", answer.List("services").Select(Describe)));
            await Task.Delay(s_look, demo.Time, cancellationToken);
        }
    }

    private static string Describe(System.Text.Json.JsonElement service) =>
        $"{ToolAnswer.TextOf(service, "service")} {ToolAnswer.TextOf(service, "activity") ?? ToolAnswer.TextOf(service, "state")}";
}
