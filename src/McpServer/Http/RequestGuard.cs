using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AgentSandbox.McpServer.Http;

/// <summary>
/// Decides whether a request may be looked at: addressed to us (Host), from no foreign web page (Origin), with our
/// token, and in a form that we can read and answer.
/// </summary>
internal sealed class RequestGuard(McpHttpOptions options)
{
    private readonly byte[]? _tokenHash = options.Token is { } token ? Hash(token) : null;

    public HttpRefusal? Check(HttpContext context)
    {
        return CheckHost(context.Request) ?? CheckOrigin(context.Request) ?? CheckToken(context) ?? CheckMediaTypes(context.Request);
    }

    private HttpRefusal? CheckHost(HttpRequest request)
    {
        return options.AllowedHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)
            ? null
            : HttpRefusal.Transport(StatusCodes.Status403Forbidden, "Forbidden: this Host is not allowed. Use 127.0.0.1 or localhost.");
    }

    private HttpRefusal? CheckOrigin(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(HeaderNames.Origin, out var origin) || StringValues.IsNullOrEmpty(origin))
        {
            return null;
        }

        var allowed = options.AllowedOrigins.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri)
                && options.AllowedHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase));
        return allowed ? null : HttpRefusal.Transport(StatusCodes.Status403Forbidden, "Forbidden: this Origin is not allowed.");
    }

    private HttpRefusal? CheckToken(HttpContext context)
    {
        const string Scheme = "Bearer ";
        if (_tokenHash is null)
        {
            return null;
        }

        var value = context.Request.Headers.Authorization.ToString();
        var given = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;
        if (given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _tokenHash))
        {
            return null;
        }

        context.Response.Headers.WWWAuthenticate =
            given is null ? "Bearer realm=\"agent-sandbox\"" : "Bearer realm=\"agent-sandbox\", error=\"invalid_token\"";
        return HttpRefusal.Transport(
            StatusCodes.Status401Unauthorized,
            given is null ? "Unauthorized: send 'Authorization: Bearer <token>'." : "Unauthorized: the token is not the one of this server.");
    }

    private static HttpRefusal? CheckMediaTypes(HttpRequest request)
    {
        if (HttpMethods.IsDelete(request.Method))
        {
            return null;
        }

        var isPost = HttpMethods.IsPost(request.Method);
        if (isPost && !request.HasJsonContentType())
        {
            return HttpRefusal.Transport(StatusCodes.Status415UnsupportedMediaType, "Unsupported media type: Content-Type must be application/json.");
        }

        return Accepts(request, "text/event-stream") && (!isPost || Accepts(request, "application/json"))
            ? null
            : HttpRefusal.Transport(
                StatusCodes.Status406NotAcceptable,
                isPost ? "Not acceptable: Accept must include application/json and text/event-stream." : "Not acceptable: Accept must include text/event-stream.");
    }

    private static bool Accepts(HttpRequest request, string mediaType)
    {
        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
            && accepted.Any(a => new MediaTypeHeaderValue(mediaType).IsSubsetOf(new MediaTypeHeaderValue(a.MediaType)));
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
