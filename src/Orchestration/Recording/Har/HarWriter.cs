using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Router.Recording;

namespace AgentSandbox.Orchestration.Recording.Har;

/// <summary>Writes HAR 1.2. Everything that comes from outside passes the redaction here, and there is no other way into a file.</summary>
internal sealed class HarWriter(Redactor redactor)
{
    private const string Version = "1.2";
    private const string Creator = "AgentSandbox";

    // Made for files, not for pages.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_entryOptions = s_options with { Indented = false };
    private static readonly JsonSerializerOptions s_texts = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Routing is the business of whoever sends a recorded request again; the others are about one connection.
    private static readonly HashSet<string> s_leftOut = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "baggage", "x-sandbox-key", "x-sandbox-route", "traceparent", "tracestate", "connection", "keep-alive", "transfer-encoding", "forwarded",
        "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
    };

    private static readonly HashSet<string> s_addresses = new(StringComparer.OrdinalIgnoreCase) { "referer", "location", "content-location", "link" };

    /// <summary>Makes an entry of a request: the one way by which what was recorded leaves the memory of a router.</summary>
    public RedactedExchange Redact(RecordedExchange exchange)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, s_entryOptions))
        {
            WriteEntry(json, exchange);
        }

        return new RedactedExchange(exchange.Start, exchange.Service, Encoding.UTF8.GetString(output.ToArray()));
    }

    /// <summary>Redacts once more what a router has redacted, since this program knows secrets by value that the router does not; null for what is no entry.</summary>
    public RedactedExchange? RedactAgain(RedactedExchange exchange)
    {
        try
        {
            return JsonNode.Parse(exchange.Entry) is JsonObject entry ? exchange with { Entry = Again(entry).ToJsonString(s_texts) } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(Stream output, RecordingStatus status, IReadOnlyList<RedactedExchange> exchanges)
    {
        using var json = new Utf8JsonWriter(output, s_options);
        json.WriteStartObject();
        json.WriteStartObject("log");
        json.WriteString("version", Version);
        json.WriteStartObject("creator");
        json.WriteString("name", Creator);
        json.WriteString("version", typeof(HarWriter).Assembly.GetName().Version?.ToString(3) ?? "0");
        json.WriteEndObject();
        json.WriteString("comment", $"Traffic of {status.Spec.Subject}, redacted. It ended because {status.EndReason}.");
        WriteOptional(json, "_sandbox", status.Spec.Sandbox?.Value);
        json.WriteStartArray("entries");
        foreach (var exchange in exchanges)
        {
            json.WriteRawValue(exchange.Entry);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private JsonNode Again(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Again(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Again(item))]),
        _ when node.GetValueKind() == JsonValueKind.String => JsonValue.Create(redactor.Redact(node.GetValue<string>())),
        _ => node.DeepClone(),
    };

    private void WriteEntry(Utf8JsonWriter json, RecordedExchange exchange)
    {
        var wait = exchange.FirstByte ?? exchange.Duration;
        json.WriteStartObject();
        json.WriteString("startedDateTime", exchange.Start.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
        json.WriteNumber("time", Milliseconds(exchange.Duration));
        WriteRequest(json, exchange);
        WriteResponse(json, exchange);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        json.WriteStartObject("timings");
        json.WriteNumber("send", 0);
        json.WriteNumber("wait", Milliseconds(wait));
        json.WriteNumber("receive", Milliseconds(exchange.Duration - wait));
        json.WriteEndObject();
        json.WriteString("_service", exchange.Service);
        json.WriteString("_answeredBy", exchange.AnsweredBy.ToString().ToLowerInvariant());
        if (exchange.Revision is { } revision)
        {
            json.WriteNumber("_revision", revision);
        }

        json.WriteEndObject();
    }

    private void WriteRequest(Utf8JsonWriter json, RecordedExchange exchange)
    {
        // The port is another one tomorrow, so the service stands for the host.
        var url = UrlRedaction.Url($"http://{exchange.Service}{exchange.Target}", redactor);
        json.WriteStartObject("request");
        json.WriteString("method", exchange.Method);
        json.WriteString("url", url);
        json.WriteString("httpVersion", exchange.Protocol);
        WriteHeaders(json, exchange.RequestHeaders);
        json.WriteStartArray("queryString");
        foreach (var (name, value) in UrlRedaction.Pairs(url))
        {
            WritePair(json, name, value);
        }

        json.WriteEndArray();
        WritePosted(json, exchange);
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", exchange.RequestBody.Size);
        json.WriteEndObject();
    }

    private void WritePosted(Utf8JsonWriter json, RecordedExchange exchange)
    {
        if (exchange.RequestBody.Size == 0)
        {
            return;
        }

        var type = Header(exchange.RequestHeaders, "content-type");
        var body = BodyRedaction.Redact(exchange.RequestBody, type, Header(exchange.RequestHeaders, "content-encoding"), redactor);
        json.WriteStartObject("postData");
        json.WriteString("mimeType", redactor.Redact(type));
        WriteBody(json, body);
        json.WriteEndObject();
    }

    private void WriteResponse(Utf8JsonWriter json, RecordedExchange exchange)
    {
        var type = Header(exchange.ResponseHeaders, "content-type");
        var body = BodyRedaction.Redact(exchange.ResponseBody, type, Header(exchange.ResponseHeaders, "content-encoding"), redactor);
        json.WriteStartObject("response");
        json.WriteNumber("status", exchange.Status);
        json.WriteString("statusText", "");
        json.WriteString("httpVersion", exchange.Protocol);
        WriteHeaders(json, exchange.ResponseHeaders);
        json.WriteStartObject("content");
        json.WriteNumber("size", exchange.ResponseBody.Size);
        json.WriteString("mimeType", redactor.Redact(type));
        WriteBody(json, body);
        json.WriteEndObject();
        json.WriteString("redirectURL", UrlRedaction.Url(Header(exchange.ResponseHeaders, "location"), redactor));
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", exchange.ResponseBody.Size);
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, BodyText body)
    {
        WriteOptional(json, "text", body.Text);
        WriteOptional(json, "comment", body.Comment);
        if (body.IsTruncated)
        {
            json.WriteBoolean("_truncated", true);
        }
    }

    private void WriteHeaders(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        json.WriteStartArray("cookies");
        json.WriteEndArray();
        json.WriteStartArray("headers");
        foreach (var (name, value) in headers.Where(header => !s_leftOut.Contains(header.Key)))
        {
            WritePair(json, redactor.Redact(name), SecretNames.Contains(name) ? Redactor.Replacement : s_addresses.Contains(name) ? UrlRedaction.Url(value, redactor) : redactor.Redact(value));
        }

        json.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Header(IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    private static double Milliseconds(TimeSpan time) => Math.Round(Math.Max(0, time.TotalMilliseconds), 2);
}
