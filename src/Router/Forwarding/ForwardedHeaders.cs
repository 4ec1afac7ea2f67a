using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Writes <c>X-Forwarded-*</c> and <c>Forwarded</c> (RFC 7239): ours is appended to what there is.</summary>
internal static class ForwardedHeaders
{
    private const string For = "X-Forwarded-For";
    private const string Host = "X-Forwarded-Host";
    private const string Proto = "X-Forwarded-Proto";
    private const string Forwarded = "Forwarded";

    public static bool Contains(string name) =>
        name.Equals(For, StringComparison.OrdinalIgnoreCase) || name.Equals(Host, StringComparison.OrdinalIgnoreCase)
        || name.Equals(Proto, StringComparison.OrdinalIgnoreCase) || name.Equals(Forwarded, StringComparison.OrdinalIgnoreCase);

    public static void Write(HttpContext context, HttpRequestMessage message)
    {
        var request = context.Request;
        var address = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        var host = request.Host.Value ?? "";
        Append(request, message, For, address.ToString());
        Append(request, message, Host, host);
        Append(request, message, Proto, request.Scheme);
        var node = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"\"[{address}]\"" : address.ToString();
        var quotedHost = host.Length == 0 ? "" : $";host=\"{host.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)}\"";
        Append(request, message, Forwarded, $"for={node}{quotedHost};proto={request.Scheme}");
    }

    private static void Append(HttpRequest request, HttpRequestMessage message, string name, string value)
    {
        var present = request.Headers[name];
        var all = present.Count == 0 ? value : value.Length == 0 ? string.Join(", ", present.ToArray()) : $"{string.Join(", ", present.ToArray())}, {value}";
        if (all.Length > 0)
        {
            message.Headers.TryAddWithoutValidation(name, all);
        }
    }
}
