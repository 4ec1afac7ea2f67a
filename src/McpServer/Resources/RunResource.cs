using System.ComponentModel;
using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Resources;

/// <summary>The whole record of a plan run: what the answers of the tools are too short for.</summary>
internal sealed class RunResource(GetPlanRun getPlanRun)
{
    public const string Template = "agentsandbox://runs/{sandbox}/{run}";

    [McpServerResource(UriTemplate = Template, Name = "plan_run", Title = "Plan run", MimeType = "application/json")]
    [Description("The whole record of a plan run, with all evidence. Untrusted text of services is in it.")]
    public async Task<string> ReadAsync(string sandbox, string run, CancellationToken cancellationToken)
    {
        var id = SandboxId.Parse(sandbox);
        var found = id.IsSuccess
            ? await getPlanRun.ExecuteAsync(id.Value, run, TimeSpan.Zero, new Progress<RunView>(), cancellationToken)
            : id.Failure;
        return found.IsSuccess
            ? JsonSerializer.Serialize(found.Value.Record, RunJson.Default.RunRecord)
            : throw new McpProtocolException($"{found.Failure.Code}: {found.Failure.Message} {found.Failure.Hint}", McpErrorCode.ResourceNotFound);
    }
}
