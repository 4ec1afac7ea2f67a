using System.Net;
using AgentSandbox.McpServer.Http.Callers;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Http;

/// <summary>How the Streamable HTTP endpoint guards itself and how much it keeps.</summary>
internal sealed class McpHttpOptions
{
    /// <summary>The usual largest request body; the bridge sends nothing larger to a host.</summary>
    public const int DefaultMaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>The bearer token that every request must carry; null means that none is asked for.</summary>
    public string? Token { get; set; }

    /// <summary>Finds out who calls, in place of the one token.</summary>
    public ICallerGuard? Callers { get; set; }

    /// <summary>Where to listen.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>Adds to each session's server, such as filters that know the caller.</summary>
    public Action<McpServerOptions> ConfigureServer { get; set; } = _ => { };

    /// <summary>Host names that a request may be addressed to, without port. A page of a rebound DNS name has another one.</summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Origins beyond those on <see cref="AllowedHosts"/> whose scripts may call, for example <c>https://tools.example</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>The largest request body, in bytes.</summary>
    public int MaxBodyBytes { get; set; } = DefaultMaxBodyBytes;

    /// <summary>A session without a request and without an open stream ends after this time.</summary>
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The most sessions at a time; beyond it the longest idle one ends.</summary>
    public int MaxSessions { get; set; } = 256;

    /// <summary>The most sessions of one caller; beyond it their own oldest ends.</summary>
    public int MaxSessionsPerCaller { get; set; } = int.MaxValue;

    /// <summary>How often idle sessions are looked for.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}
