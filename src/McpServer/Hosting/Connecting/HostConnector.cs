using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.Hosting.Connecting;

/// <summary>Gives every call the host of the repository that it is for, and starts that host when none runs.</summary>
/// <remarks>
/// A host of an older version is replaced here only while it has neither a call in flight nor a sandbox: replacing it
/// starts every fork again, which is for a person to decide. A newer host is used as it is, so that two clients of
/// different versions do not take turns.
/// </remarks>
internal sealed partial class HostConnector(HostControl control, ILogger<HostConnector> logger) : IHostConnector
{
    private bool _warned;

    public async Task<HostEndpoint> ConnectAsync(BridgeCall call, CancellationToken cancellationToken)
    {
        var workspace = call.Worktree is { } tree ? Path.GetFullPath(tree, call.Workspace) : call.Workspace;
        var location = await control.LocateAsync(workspace, cancellationToken);
        if (!location.IsSuccess)
        {
            throw Unavailable(location.Failure);
        }

        var running = await control.EnsureAsync(location.Value, cancellationToken);
        if (running.IsSuccess && IsOlder(running.Value.Record.Version))
        {
            running = await ReplaceAsync(location.Value, running.Value, cancellationToken);
        }

        return running.IsSuccess
            ? new HostEndpoint(running.Value.Record.Endpoint, running.Value.Token)
            : throw Unavailable(running.Failure);
    }

    private async Task<Result<RunningHost>> ReplaceAsync(RepositoryLocation location, RunningHost running, CancellationToken cancellationToken)
    {
        if (running.Status is { CallsInFlight: 0, HasSandboxes: false })
        {
            LogReplaced(logger, running.Record.Version, ServerComposition.Version);
            return await control.RestartAsync(location, port: null, cancellationToken);
        }

        if (!_warned)
        {
            _warned = true;
            LogOlder(logger, running.Record.Version, ServerComposition.Version);
        }

        return running;
    }

    private static bool IsOlder(string version) =>
        Version.TryParse(version.Split('-')[0], out var theirs)
        && Version.TryParse(ServerComposition.Version.Split('-')[0], out var ours)
        && theirs < ours;

    // The bridge shows a message and a hint; what was observed belongs to the message.
    private static HostUnavailableException Unavailable(SandboxFailure failure) => new(
        failure.Code,
        failure.Evidence.Count == 0 ? failure.Message : $"{failure.Message}\n{string.Join('\n', failure.Evidence)}",
        failure.Hint);

    [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "Replacing the host of version {Old} by {New}; it has nothing to do")]
    private static partial void LogReplaced(ILogger logger, string old, string @new);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Warning, Message = "The host is of version {Old}, this is {New}: 'agent-sandbox host restart' replaces it and keeps its sandboxes")]
    private static partial void LogOlder(ILogger logger, string old, string @new);
}
