using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>The client is connected and sees the services.</summary>
internal sealed class ConnectChapter : IChapter
{
    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        var story = demo.Story;
        story.Chapter("An agent connects");
        story.Say("It started 'agent-sandbox mcp' and speaks MCP over its standard input and output, as Claude Code or Cursor would.");
        await story.ProveAsync("The server offers the tools of the loop", async _ =>
        {
            var tools = await demo.Agent.ToolsAsync(cancellationToken);
            var missing = ToolNames.All.Except(tools).ToList();
            return missing.Count == 0 ? tools : throw new DemoFailure("The server offers the tools of the loop", string.Join(", ", ToolNames.All), $"missing: {string.Join(", ", missing)}");
        }, tools => $"{tools.Count} tools of {demo.Agent.Server}");

        const string Claim = "list_services sees the six services of the shop";
        var services = await story.ProveAsync(Claim, async progress =>
        {
            var answer = await demo.Agent.CallAsync(ToolNames.ListServices, [], progress, cancellationToken);
            return answer.Succeeded(Claim);
        });
        foreach (var service in services.List("services"))
        {
            var calls = service.TryGetProperty("calls", out var list) ? string.Join(", ", list.EnumerateArray().Select(name => name.ToString())) : "";
            story.Say($"{ToolAnswer.TextOf(service, "service"),-10} {ToolAnswer.TextOf(service, "state"),-8} {(calls.Length > 0 ? $"calls {calls}" : "")}".TrimEnd());
        }

        var frontend = services.List("services").FirstOrDefault(service => ToolAnswer.TextOf(service, "service") == "frontend");
        demo.Frontend = Uri.TryCreate(ToolAnswer.TextOf(frontend, "url"), UriKind.Absolute, out var url) ? url : null;
        story.Prove("Each of them has an address at the router", demo.Frontend is not null && services.List("services").Count == 6, "six services with a url", services.Text);
    }
}
