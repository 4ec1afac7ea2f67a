using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AgentSandbox.McpServer.Http;

/// <summary>
/// Decides whether a request may be looked at: addressed to us (Host), from no foreign web page (Origin), and in a form
/// that we can read and answer.
/// </summary>
internal sealed class RequestGuard(McpHttpOptions options)
{
    /// <summary>Whether it came to the right place; before anybody's token is looked at.</summary>
    public HttpRefusal? CheckAddress(HttpRequest request) => CheckHost(request) ?? CheckOrigin(request);

    private HttpRefusal? CheckHost(HttpRequest request)
    {
        return options.AllowedHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)
            ? null
            : HttpRefusal.Transport(StatusCodes.Status403Forbidden, $"Forbidden: this Host is not allowed. Use {string.Join(" or ", options.AllowedHosts.Take(2))}.");
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

    public static HttpRefusal? CheckMediaTypes(HttpRequest request)
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
}
