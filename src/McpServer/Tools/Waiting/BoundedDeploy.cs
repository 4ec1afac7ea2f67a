using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.McpServer.Tools.Waiting;

/// <summary>Keeps a deploy within the longest wait, also when capturing a large tree took part of it.</summary>
internal sealed class BoundedDeploy(DeployFork deployFork, GetSandbox getSandbox, TimeProvider time)
{
    public async Task<Result<DeployForkResult>> ExecuteAsync(DeployForkRequest request, IProgress<SandboxRecord> progress, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        using var limit = new CancellationTokenSource(WaitTime.Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await deployFork.ExecuteAsync(request, progress, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return await StateAsync(request, started, progress, cancellationToken);
        }
    }

    /// <summary>The wait ended, not the deploy: what it wrote before is on its way.</summary>
    private async Task<Result<DeployForkResult>> StateAsync(
        DeployForkRequest request, DateTimeOffset started, IProgress<SandboxRecord> progress, CancellationToken cancellationToken)
    {
        var view = await getSandbox.ExecuteAsync(request.Sandbox, TimeSpan.Zero, progress, cancellationToken);
        if (!view.IsSuccess)
        {
            return view.Failure;
        }

        var deployed = view.Value.Record.Spec.Forks.Values
            .Where(fork => fork.RequestedAt >= started && (fork.Source.Kind == SourceKind.Image || fork.Source.Tree == request.Caller.Owner.Tree))
            .ToList();
        return deployed.Count > 0 ? new DeployForkResult(view.Value, deployed) : NotCaptured(request);
    }

    private static SandboxFailure NotCaptured(DeployForkRequest request) => new()
    {
        Code = FailureCodes.TreeUnavailable,
        Category = FailureCategory.Environment,
        Message = $"The files of '{request.Caller.Owner.Tree}' could not be captured within {WaitTime.LongestSeconds} s. Nothing was deployed.",
        Hint = $"Call {ToolNames.DeployFork} again, which goes on with what git has stored by now; ignore large files that no service needs.",
        Retryable = true,
    };
}
