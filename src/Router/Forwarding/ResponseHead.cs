using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Copies the head of an upstream's response, and its trailers, to the client.</summary>
internal static class ResponseHead
{
    /// <summary>The header that tells people who answered. Only the router writes it.</summary>
    public const string RouteHeaderName = "x-sandbox-route";

    /// <summary>Why a response cannot be passed on without doubt about where it ends; null when it can.</summary>
    public static string? FindFramingProblem(HttpResponseMessage response)
    {
        if (response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var encodings)
            && !string.Equals(encodings.ToString().Trim(), "chunked", StringComparison.OrdinalIgnoreCase))
        {
            return "it answered with a Transfer-Encoding other than 'chunked'.";
        }

        if (response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths)
            && (lengths.Count != 1 || !long.TryParse(lengths.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return "it answered with a Content-Length that is no single number.";
        }

        return null;
    }

    public static void Copy(HttpResponseMessage source, HttpContext context, string? routeLabel)
    {
        var response = context.Response;
        response.StatusCode = (int)source.StatusCode;
        if (context.Features.Get<IHttpResponseFeature>() is { } feature && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            feature.ReasonPhrase = source.ReasonPhrase;
        }

        var connectionNames = source.Headers.NonValidated.TryGetValues("Connection", out var connection)
            ? HopByHopHeaders.NamedBy(ToStringValues(connection))
            : null;
        CopyHeaders(source.Headers.NonValidated, response.Headers, connectionNames);
        CopyHeaders(source.Content.Headers.NonValidated, response.Headers, connectionNames);
        var status = response.StatusCode;
        if (status is 204 or 205 or < 200 || source.Headers.NonValidated.Contains("Transfer-Encoding"))
        {
            response.Headers.Remove("Content-Length");
        }

        if (routeLabel is not null)
        {
            response.Headers[RouteHeaderName] = routeLabel;
        }
    }

    public static void CopyTrailers(HttpResponseMessage source, IHeaderDictionary trailers)
    {
        foreach (var (name, values) in source.TrailingHeaders.NonValidated)
        {
            if (MayPass(name, null) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                trailers.Append(name, ToStringValues(values));
            }
        }
    }

    public static StringValues ToStringValues(HeaderStringValues values)
    {
        if (values.Count == 1)
        {
            return values.ToString();
        }

        var all = new string[values.Count];
        var index = 0;
        foreach (var value in values)
        {
            all[index++] = value;
        }

        return all;
    }

    private static void CopyHeaders(HttpHeadersNonValidated source, IHeaderDictionary target, HashSet<string>? connectionNames)
    {
        foreach (var (name, values) in source)
        {
            if (MayPass(name, connectionNames))
            {
                target.Append(name, ToStringValues(values));
            }
        }
    }

    private static bool MayPass(string name, HashSet<string>? connectionNames) =>
        !HopByHopHeaders.Contains(name) && connectionNames?.Contains(name) != true
        && !name.Equals(RouteHeaderName, StringComparison.OrdinalIgnoreCase);
}
