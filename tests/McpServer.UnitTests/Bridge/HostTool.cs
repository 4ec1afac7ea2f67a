using System.ComponentModel;
using AgentSandbox.McpServer.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.UnitTests.Bridge;

/// <summary>A tool of the test host that does what its argument says.</summary>
internal sealed class HostTool(HostProbe probe)
{
    public enum What
    {
        Who,
        Progress,
        Ask,
        Wait,
    }

    [McpServerTool(Name = "host_tool", Title = "Host tool")]
    [Description("Does what it is told.")]
    public async Task<CallToolResult> ExecuteAsync(
        What what, RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken, string? worktree = null)
    {
        probe.Count();
        switch (what)
        {
            case What.Progress:
                var token = context.Params?.ProgressToken ?? throw new McpException("No progress token.");
                await context.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = 1, Message = "half" }, cancellationToken: cancellationToken);
                return Text("done");
            case What.Ask:
                var answer = await context.Server.ElicitAsync(
                    new ElicitRequestParams { Message = "Sure?", RequestedSchema = new() { Properties = { ["sure"] = new ElicitRequestParams.StringSchema() } } }, cancellationToken);
                return Text($"{answer.Action} {answer.Content?["sure"]}");
            case What.Wait:
                await using (cancellationToken.Register(() => probe.Cancelled.TrySetResult()))
                {
                    probe.Started.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                return Text("never");
            default:
                return Text($"{CallMeta.Workspace(context)}|{CallMeta.Client(context)}|{worktree}");
        }
    }

    private static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };
}
