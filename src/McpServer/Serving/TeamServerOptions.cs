using System.Net;

namespace AgentSandbox.McpServer.Serving;

/// <summary>How a server that a team shares listens, and how much it keeps.</summary>
internal sealed record TeamServerOptions
{
    public IPAddress Address { get; init; } = IPAddress.Any;

    public required int Port { get; init; }

    public required int AdminPort { get; init; }

    /// <summary>Host names that clients may use.</summary>
    public required IReadOnlyList<string> AllowedHosts { get; init; }

    /// <summary>Origins of web pages whose scripts may call; none by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The most callers at a time, each with caches of their own; beyond it the longest idle one is forgotten.</summary>
    public int MaxCallers { get; init; } = 64;

    /// <summary>After this time without a request a caller's token and caches are forgotten.</summary>
    public TimeSpan CallerIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the API server's word on a token counts.</summary>
    public TimeSpan TokenTrust { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most sessions of one caller.</summary>
    public int MaxSessionsPerCaller { get; init; } = 16;

    /// <summary>Below which each caller gets a folder of their own.</summary>
    public string Folder { get; init; } = Path.Join(Path.GetTempPath(), "agent-sandbox-callers");
}
