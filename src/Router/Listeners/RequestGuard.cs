using System.Buffers;
using AgentSandbox.Router.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentSandbox.Router.Listeners;

/// <summary>
/// Refuses requests whose end or target the router and an upstream could see differently. The server refuses most of
/// them itself; this is what it lets through.
/// </summary>
internal static class RequestGuard
{
    private static readonly SearchValues<char> s_tokens = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The path and query to forward, or the problem.</summary>
    public static string? TryReadTarget(HttpContext context, string service, out RouterProblem? problem)
    {
        var fact = FindFramingProblem(context.Request) ?? FindMethodProblem(context) ?? FindNameProblem(context.Request);
        var target = fact is null ? ReadTarget(context, out fact) : null;
        problem = fact is null ? null : UpstreamProblems.RequestRefused(service, StatusCodes.Status400BadRequest, fact);
        return problem is null ? target : null;
    }

    private static string? FindFramingProblem(HttpRequest request)
    {
        var encoding = request.Headers.TransferEncoding;
        if (encoding.Count == 0)
        {
            return null;
        }

        // The server moves a Content-Length that comes beside chunked encoding to a header of another name.
        if (request.Headers.ContentLength is not null || request.Headers.ContainsKey("X-Content-Length"))
        {
            return "it has both Content-Length and Transfer-Encoding.";
        }

        if (encoding.Count > 1 || !string.Equals(encoding[0], "chunked", StringComparison.OrdinalIgnoreCase))
        {
            return "its Transfer-Encoding is not exactly 'chunked'.";
        }

        return HttpProtocol.IsHttp11(request.Protocol) ? null : "Transfer-Encoding belongs to HTTP/1.1.";
    }

    private static string? FindMethodProblem(HttpContext context) =>
        HttpMethods.IsConnect(context.Request.Method) ? "CONNECT is not a method for a service." : null;

    /// <summary>The server takes names that the client of the upstream leaves out; a header must not get lost on the way.</summary>
    private static string? FindNameProblem(HttpRequest request)
    {
        foreach (var (name, _) in request.Headers)
        {
            var token = name.AsSpan(name.StartsWith(':') ? 1 : 0); // HTTP/2's own
            if (token.ContainsAnyExcept(s_tokens))
            {
                return "the name of a header has characters that no name may have.";
            }
        }

        return null;
    }

    private static string? ReadTarget(HttpContext context, out string? fact)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = raw.StartsWith('/') ? raw : FromAbsoluteForm(raw);
        fact = path is null
            ? "its target is not a path."
            : path.AsSpan().ContainsAnyExceptInRange('!', '~') || path.Contains('#', StringComparison.Ordinal)
                ? "its target has characters that must be percent-encoded."
                : null;
        return path;
    }

    private static string? FromAbsoluteForm(string raw)
    {
        const string Scheme = "http://";
        if (!raw.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var start = raw.AsSpan(Scheme.Length).IndexOfAny('/', '?');
        if (raw.AsSpan(Scheme.Length, start < 0 ? raw.Length - Scheme.Length : start).Contains('@'))
        {
            return null; // whom it names is not who it seems (RFC 9110, 4.2.4)
        }

        if (start < 0)
        {
            return "/";
        }

        var rest = raw[(Scheme.Length + start)..];
        return rest[0] == '/' ? rest : "/" + rest;
    }
}
