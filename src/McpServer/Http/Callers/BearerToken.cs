using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AgentSandbox.McpServer.Http.Callers;

/// <summary>The bearer token of a request, and how one is asked for.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";
    private const string Challenge = "Bearer realm=\"agent-sandbox\"";

    public static string? Of(HttpRequest request)
    {
        var value = request.Headers.Authorization.ToString();
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && value[Scheme.Length..].Trim() is { Length: > 0 } token ? token : null;
    }

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public static HttpRefusal Missing(HttpContext context)
    {
        context.Response.Headers[HeaderNames.WWWAuthenticate] = Challenge;
        return HttpRefusal.Transport(StatusCodes.Status401Unauthorized, "Unauthorized: send 'Authorization: Bearer <token>'.");
    }

    public static HttpRefusal Wrong(HttpContext context, string why)
    {
        context.Response.Headers[HeaderNames.WWWAuthenticate] = $"{Challenge}, error=\"invalid_token\"";
        return HttpRefusal.Transport(StatusCodes.Status401Unauthorized, $"Unauthorized: {why}");
    }
}
