using System.Buffers;
using System.Security.Cryptography;

namespace AgentSandbox.Router.Carriers;

/// <summary>The little of W3C Trace Context that the router needs.</summary>
internal static class TraceParent
{
    public const string Name = "traceparent";

    private const int TraceIdStart = 3;
    private const int TraceIdLength = 32;
    private const int LeastLength = 55;

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    /// <summary>The trace id, or null when the text is no valid <c>traceparent</c>.</summary>
    public static string? ReadTraceId(string? text)
    {
        if (text is null || text.Length < LeastLength || text[2] != '-' || text[35] != '-' || text[52] != '-')
        {
            return null;
        }

        // Later versions may be longer, but only behind another dash; ff is no version.
        var version = text.AsSpan(0, 2);
        if (!IsHex(version) || version is "ff" || (text.Length > LeastLength && (version is "00" || text[LeastLength] != '-')))
        {
            return null;
        }

        var traceId = text.AsSpan(TraceIdStart, TraceIdLength);
        var parentId = text.AsSpan(36, 16);
        var valid = IsId(traceId) && IsId(parentId) && IsHex(text.AsSpan(53, 2));
        return valid ? traceId.ToString() : null;
    }

    /// <summary>A new trace id.</summary>
    public static string NewTraceId() => RandomNumberGenerator.GetHexString(TraceIdLength, lowercase: true);

    /// <summary>A header that begins a sampled trace, so that the services' own tracing sees it.</summary>
    public static string Compose(string traceId) => $"00-{traceId}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}-01";

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(s_hex);

    private static bool IsId(ReadOnlySpan<char> text) => IsHex(text) && text.ContainsAnyExcept('0');
}
