using System.Net;
using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Makes the head of the request that the upstream gets.</summary>
internal static class RequestHead
{
    private static readonly UriCreationOptions s_asSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static HttpRequestMessage Create(HttpContext context, ForwardTarget target, HttpContent? content, bool upgrade)
    {
        var message = new HttpRequestMessage
        {
            Method = HttpMethod.Parse(context.Request.Method),
            RequestUri = new Uri(target.Upstream.Base + target.PathAndQuery, s_asSent),
            Version = target.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        CopyHeaders(context, target, message, content);
        if (upgrade)
        {
            Add(message, "Connection", "Upgrade");
            Add(message, "Upgrade", context.Request.Headers.Upgrade);
        }

        WriteCarriers(context, target, message);
        if (target.AddForwarded)
        {
            ForwardedHeaders.Write(context, message);
        }

        return message;
    }

    private static void CopyHeaders(HttpContext context, ForwardTarget target, HttpRequestMessage message, HttpContent? content)
    {
        var headers = context.Request.Headers;
        if (!target.External && headers.Host is [{ Length: > 0 } host])
        {
            message.Headers.Host = host; // first, as the standard recommends
        }

        var connectionNames = HopByHopHeaders.NamedBy(headers.Connection);
        foreach (var (name, values) in headers)
        {
            if (!HopByHopHeaders.Contains(name) && connectionNames?.Contains(name) != true && !IsWrittenElsewhere(name, values, target))
            {
                Add(message, name, values);
            }
        }

        // Known to the handler, so that it waits for the upstream's word before it asks the client for the body.
        if (content is not null && IsContinue(headers.Expect))
        {
            message.Headers.ExpectContinue = true;
        }

        // The one TE value that may pass: it says that trailers are welcome, and gRPC demands it.
        if (headers.TE.ToString().Contains("trailers", StringComparison.OrdinalIgnoreCase))
        {
            Add(message, "TE", "trailers");
            if (!target.Http2)
            {
                Add(message, "Connection", "TE");
            }
        }
    }

    private static bool IsContinue(StringValues expectation) => string.Equals(expectation, "100-continue", StringComparison.OrdinalIgnoreCase);

    private static bool IsWrittenElsewhere(string name, StringValues values, ForwardTarget target)
    {
        if (name.StartsWith(':') || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
            || (name.Equals("Expect", StringComparison.OrdinalIgnoreCase) && IsContinue(values)))
        {
            return true;
        }

        var rewritten = target.Key is not null || target.StripCarriers;
        return (rewritten && (name.Equals(BaggageHeader.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(Carrier.OwnHeaderName, StringComparison.OrdinalIgnoreCase)))
            || (target.Traceparent is not null && name.Equals(TraceParent.Name, StringComparison.OrdinalIgnoreCase))
            || (target.AddForwarded && ForwardedHeaders.Contains(name));
    }

    private static void WriteCarriers(HttpContext context, ForwardTarget target, HttpRequestMessage message)
    {
        var baggage = context.Request.Headers.Baggage;
        if (target.StripCarriers)
        {
            WriteStrippedBaggage(message, baggage);
        }
        else if (target.Key is { } key)
        {
            Add(message, BaggageHeader.Name, BaggageHeader.Compose(key, target.RequestId, baggage));
            Add(message, Carrier.OwnHeaderName, key.Value);
        }

        if (target.Traceparent is not null)
        {
            Add(message, TraceParent.Name, target.Traceparent);
        }
    }

    private static void WriteStrippedBaggage(HttpRequestMessage message, StringValues baggage)
    {
        if (!BaggageHeader.HasOwn(baggage))
        {
            Add(message, BaggageHeader.Name, baggage);
        }
        else if (BaggageHeader.WithoutOwn(baggage) is { } rest)
        {
            Add(message, BaggageHeader.Name, rest);
        }
    }

    private static void Add(HttpRequestMessage message, string name, StringValues values)
    {
        if (values.Count == 0)
        {
            return;
        }

        var all = values.ToArray();
        if (message.Headers.TryAddWithoutValidation(name, all))
        {
            return;
        }

        // HttpClient keeps the headers that describe a body with the body, also when there is none.
        message.Content ??= new ByteArrayContent([]);
        message.Content.Headers.TryAddWithoutValidation(name, all);
    }
}
