using AgentSandbox.McpServer.Hosting.Connecting;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary>What <c>host status</c> says. The token itself is not part of it, only where it is.</summary>
internal sealed record HostReport
{
    public required bool Running { get; init; }

    public required string Version { get; init; }

    public HostRecord? Host { get; init; }

    public HostStatus? Status { get; init; }

    public string? Url { get; init; }

    public required string TokenFile { get; init; }

    public required string Log { get; init; }

    public static HostReport Of(HostFiles files, RunningHost? running) => new()
    {
        Running = running is not null,
        Version = ServerComposition.Version,
        Host = running?.Record,
        Status = running?.Status,
        Url = running?.Record.Endpoint.ToString(),
        TokenFile = files.Token,
        Log = files.Log,
    };

    public string ToText()
    {
        if (Host is null || Status is null)
        {
            return $"No host runs for this repository. It starts by itself with the first call.\nLog: {Log}";
        }

        var version = Host.Version == Version
            ? Host.Version
            : $"{Host.Version} (this program is {Version}; 'agent-sandbox host restart' replaces it and keeps the sandboxes)";
        return $"""
            The host runs since {Host.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}, process id {Host.Pid}.
            Version:   {version}
            Workspace: {Host.Workspace}
            MCP:       {Url}
            Token:     {TokenFile}
            Sandboxes: {(Status.HasSandboxes ? "yes" : "none")}, calls in flight: {Status.CallsInFlight}
            Log:       {Log}
            """;
    }
}
