using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace AgentSandbox.Router.Forwarding;

/// <summary>The headers that concern one connection only and are not forwarded (RFC 9110, 7.6.1).</summary>
internal static class HopByHopHeaders
{
    private static readonly FrozenSet<string> s_names = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info",
        "TE", "Transfer-Encoding", "Upgrade", "HTTP2-Settings",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // A sender cannot take these out by naming them: what they say concerns the message, and other parts rely on them.
    private static readonly FrozenSet<string> s_neverConnectionOptions = new[]
    {
        "Host", "Content-Length", "Content-Type", "Content-Encoding", "Authorization", "Cookie", "Set-Cookie", "Cache-Control", "Trailer",
        "baggage", "traceparent", "x-sandbox-key",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => s_names.Contains(name);

    /// <summary>The further header names that <c>Connection</c> lists; null when there are none.</summary>
    public static HashSet<string>? NamedBy(StringValues connection)
    {
        HashSet<string>? names = null;
        foreach (var line in connection)
        {
            foreach (var option in (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (!s_names.Contains(option) && !s_neverConnectionOptions.Contains(option)
                    && !option.Equals("close", StringComparison.OrdinalIgnoreCase))
                {
                    (names ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(option);
                }
            }
        }

        return names;
    }
}
