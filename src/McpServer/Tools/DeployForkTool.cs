using System.ComponentModel;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output.Schemas;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools.Waiting;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>deploy_fork</c>.</summary>
internal sealed class DeployForkTool(BoundedDeploy deploy, CallerSource callers, WaitProgressSource waits, ToolPresenter presenter, SandboxAnswers answers)
{
    [McpServerTool(
        Name = ToolNames.DeployFork, Title = "Deploy fork", ReadOnly = false, Destructive = false, Idempotent = false, OpenWorld = false,
        OutputSchemaType = typeof(SandboxSchema))]
    [Description("Builds and starts services from your working tree, uncommitted files included, and routes the key to them. Call it after every edit. The old revision serves until the new one is healthy.")]
    public async Task<CallToolResult> ExecuteAsync(
        RequestContext<CallToolRequestParams> context,
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        string sandbox,
        [Description("Default: those that your tree changes.")] IReadOnlyList<string>? services = null,
        [Description("Git ref to deploy instead of the tree.")] string? @ref = null,
        [Description("Extra environment; no secrets.")] IReadOnlyDictionary<string, string>? env = null,
        [Description("Built image instead of the tree. This and what follows: kubernetes only.")] string? image = null,
        IReadOnlyList<string>? command = null,
        IReadOnlyList<string>? args = null,
        int? replicas = null,
        [Description("Strategic merge patch of the Deployment.")] JsonObject? patch = null,
        [Description("Keep what is not given, but clone the baseline as it is now.")] bool? rebase = null,
        string? worktree = null,
        [Description("Default 20, up to 25.")] int? waitSeconds = null,
        bool? takeOver = null)
    {
        var notes = new List<string>();
        var id = SandboxId.Parse(sandbox);
        if (!id.IsSuccess)
        {
            return presenter.Present(id.Failure);
        }

        var caller = await callers.ResolveAsync(context, worktree, cancellationToken);
        if (!caller.IsSuccess)
        {
            return presenter.Present(caller.Failure);
        }

        var request = new DeployForkRequest
        {
            Caller = caller.Value,
            Sandbox = id.Value,
            Services = services ?? [],
            Ref = @ref,
            Environment = env ?? new Dictionary<string, string>(),
            Workload = Workload(image, command, args, replicas, patch, rebase),
            Wait = WaitTime.Clamp(waitSeconds, WaitTime.DefaultSeconds, notes),
            TakeOver = takeOver == true,
        };
        await using var wait = waits.Start(progress, image is null ? $"Capturing the files of {caller.Value.Owner.Tree}." : "Handing the image to the cluster.");
        var result = await deploy.ExecuteAsync(request, wait, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(AnswerBudget.Default, share => answers.OfDeploy(result.Value, caller.Value.Owner.Tree, notes, share))
            : presenter.Present(result.Failure);
    }

    private static ForkWorkloadSpec? Workload(string? image, IReadOnlyList<string>? command, IReadOnlyList<string>? args, int? replicas, JsonObject? patch, bool? rebase)
    {
        var wish = new ForkWorkloadSpec
        {
            Image = image,
            Command = command is { Count: > 0 } ? command : null,
            Args = args is { Count: > 0 } ? args : null,
            Replicas = replicas,
            Patch = patch is { Count: > 0 } ? patch : null,
            Rebase = rebase == true,
        };
        return wish == new ForkWorkloadSpec { Requests = wish.Requests, Limits = wish.Limits } ? null : wish;
    }
}
