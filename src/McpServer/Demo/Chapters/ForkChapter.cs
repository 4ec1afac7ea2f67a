using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>A change on a branch becomes a fork, and the same request meets it only with the key.</summary>
internal sealed class ForkChapter : IChapter
{
    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        var story = demo.Story;
        story.Chapter("A change on a branch");
        await story.ProveAsync($"The agent works in a working tree of its own, on branch {DemoPlace.Branch}", _ => demo.Place.BranchAsync(cancellationToken));
        story.Say("It edits Payments/FeePolicy.cs and commits nothing:");
        story.Diff(await demo.Place.EditAsync("SurchargePercent = 2.0m", "SurchargePercent = 1.5m", cancellationToken));

        story.Chapter("A sandbox with one fork");
        const string Created = "create_sandbox gives it a routing key";
        var created = await story.ProveAsync(
            Created,
            async progress => (await demo.Agent.CallAsync(
                ToolNames.CreateSandbox, new() { ["name"] = DemoContext.Sandbox, ["worktree"] = demo.Place.Tree }, progress, cancellationToken)).Succeeded(Created),
            answer => answer["key"] ?? "");
        story.Prove("The key is the sandbox's name", created["key"] == DemoContext.Sandbox, DemoContext.Sandbox, created["key"] ?? "nothing");
        const string Deployed = "deploy_fork finds the one service that changed, builds it and routes the key to it";
        await story.ProveAsync(Deployed, progress => Deploy.ReadyAsync(demo, 1, Deployed, progress, cancellationToken), _ => "payments r1; the other five stay as they are");

        story.Chapter("The same request, with and without the key");
        await RoutedQuote.TellAsync(demo, 1, 1.5m, cancellationToken);
        await PlainQuote.TellAsync(demo, cancellationToken);
        story.Say("Who answered is read from the router's own records, hop by hop, not from anything a service says.");
    }
}
