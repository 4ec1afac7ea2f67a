using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>Reads one entry.</summary>
internal static class HarEntry
{
    public static RecordedExchange Read(JsonElement entry, int index)
    {
        if (entry.ValueKind != JsonValueKind.Object || Text(entry, "_service") is not { Length: > 0 } service)
        {
            throw new RecordingProblem($"entry {index + 1} has no '_service', which names the service that was asked");
        }

        var request = Object(entry, "request", index);
        return new RecordedExchange
        {
            Service = service,
            Method = (Text(request, "method") ?? "GET").ToUpperInvariant(),
            Path = PathOf(Text(request, "url") ?? throw new RecordingProblem($"entry {index + 1} has no 'request.url'")),
            Headers = Headers(request),
            Body = Member(request, "postData") is { } posted ? Text(posted, "text") : null,
            Response = Response(Object(entry, "response", index)),
        };
    }

    /// <summary>Other recorders write whole addresses.</summary>
    private static string PathOf(string url) => url.StartsWith('/') ? url
        : Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.PathAndQuery
        : "/" + url;

    private static ObservedResponse Response(JsonElement response)
    {
        var content = Member(response, "content");
        var text = content is { } with ? Text(with, "text") ?? string.Empty : string.Empty;
        var bytes = IsBase64(content) ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
        var isText = !bytes.AsSpan().Contains((byte)0);
        return new ObservedResponse
        {
            Status = Member(response, "status") is { ValueKind: JsonValueKind.Number } status ? status.GetInt32() : 0,
            Headers = Headers(response),
            Body = isText ? Encoding.UTF8.GetString(bytes) : string.Empty,
            BodyBytes = bytes.Length,
            BodyHash = isText ? null : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)),
            IsTruncated = IsMarked(content) || IsMarked(response) || IsMissing(content, text),
            Duration = TimeSpan.Zero,
        };
    }

    private static bool IsBase64(JsonElement? content) =>
        content is { } with && string.Equals(Text(with, "encoding"), "base64", StringComparison.OrdinalIgnoreCase);

    private static bool IsMarked(JsonElement? holder) => holder is { } with && Member(with, "_truncated") is { ValueKind: JsonValueKind.True };

    /// <summary>Recorders that leave bodies out still write their size.</summary>
    private static bool IsMissing(JsonElement? content, string text) =>
        text.Length == 0 && content is { } with && Member(with, "size") is { ValueKind: JsonValueKind.Number } size && size.GetDouble() > 0;

    private static Dictionary<string, string> Headers(JsonElement holder)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Member(holder, "headers") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var header in list.EnumerateArray())
            {
                if (Text(header, "name") is { Length: > 0 } name && Text(header, "value") is { } value)
                {
                    name = name.ToLowerInvariant();
                    headers[name] = headers.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
                }
            }
        }

        return headers;
    }

    private static JsonElement Object(JsonElement holder, string name, int index) => Member(holder, name) is { ValueKind: JsonValueKind.Object } value
        ? value
        : throw new RecordingProblem($"entry {index + 1} has no '{name}'");

    private static JsonElement? Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement holder, string name) => Member(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
