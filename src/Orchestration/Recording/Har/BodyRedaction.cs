using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Router.Recording;

namespace AgentSandbox.Orchestration.Recording.Har;

/// <summary>Turns the bytes of a body into text without secrets. What cannot be read cannot be redacted, and is left out.</summary>
internal static partial class BodyRedaction
{
    private const int MaxUnpacked = 256 * 1024;

    /// <summary>As long as half a secret may be, at the end of a body that was cut, where nothing recognises it.</summary>
    private const int Ragged = 512;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads, unpacks and redacts a body.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="contentType">As the headers say.</param>
    /// <param name="encoding">The content encoding that the headers name.</param>
    /// <param name="redactor">Replaces secrets.</param>
    public static BodyText Redact(RecordedBody body, string contentType, string encoding, Redactor redactor)
    {
        if (body.Size == 0)
        {
            return BodyText.Empty;
        }

        if (!IsText(contentType))
        {
            return BodyText.LeftOut($"{Media(contentType)} is not text");
        }

        if (Unpack(body, encoding) is not { } bytes)
        {
            return BodyText.LeftOut(body.IsTruncated ? "it was packed and is not whole" : $"'{encoding}' cannot be unpacked");
        }

        var isTruncated = body.IsTruncated || bytes.Length > MaxUnpacked;
        return Decode(bytes, contentType, isTruncated) is { } text
            ? new BodyText(Redact(text, contentType, isTruncated, redactor), isTruncated, isTruncated ? "cut" : null)
            : BodyText.LeftOut("it is not text");
    }

    private static string Redact(string text, string contentType, bool isTruncated, Redactor redactor)
    {
        var media = Media(contentType);
        var redacted = 0 switch
        {
            _ when media.EndsWith("form-urlencoded", StringComparison.Ordinal) => UrlRedaction.Form(text, redactor),
            _ when text.AsSpan().TrimStart() is ['{' or '[', ..] => isTruncated ? JsonRedaction.Broken(text, redactor) : JsonRedaction.Redact(text, redactor),
            _ => Element().Replace(redactor.Redact(text), match => SecretNames.Contains(match.Groups[2].Value) ? match.Groups[1].Value + Redactor.Replacement : match.Value),
        };
        return isTruncated ? redacted[..Math.Max(0, redacted.Length - Ragged)] : redacted;
    }

    private static string Media(string contentType) => contentType.Split(';')[0].Trim().ToLowerInvariant();

    // A form of several parts may hold files, and its names stand apart from their values.
    private static bool IsText(string contentType) => Media(contentType) switch
    {
        "" => true,
        var media when media.StartsWith("text/", StringComparison.Ordinal) => true,
        var media => media.Contains("json", StringComparison.Ordinal) || media.Contains("xml", StringComparison.Ordinal)
            || media.Contains("javascript", StringComparison.Ordinal) || media.Contains("graphql", StringComparison.Ordinal)
            || media.Contains("yaml", StringComparison.Ordinal) || media.EndsWith("x-www-form-urlencoded", StringComparison.Ordinal),
    };

    private static byte[]? Unpack(RecordedBody body, string encoding)
    {
        var name = encoding.Trim().ToLowerInvariant();
        if (name is "" or "identity")
        {
            return body.Bytes.ToArray();
        }

        if (body.IsTruncated || name is not ("gzip" or "x-gzip" or "br" or "deflate"))
        {
            return null;
        }

        try
        {
            using var packed = new MemoryStream(body.Bytes.ToArray());
            using Stream unpacking = name switch
            {
                "br" => new BrotliStream(packed, CompressionMode.Decompress),
                "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
                _ => new GZipStream(packed, CompressionMode.Decompress),
            };
            var bytes = new byte[MaxUnpacked + 1];
            return bytes[..unpacking.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Decode(byte[] bytes, string contentType, bool isTruncated)
    {
        if (bytes.AsSpan().Contains((byte)0))
        {
            return null;
        }

        var charset = Charset().Match(contentType).Groups[1].Value.ToLowerInvariant();
        if (charset is "iso-8859-1" or "latin1" or "us-ascii")
        {
            return Encoding.Latin1.GetString(bytes);
        }

        try
        {
            return isTruncated ? Encoding.UTF8.GetString(bytes) : s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex("""(?i)charset\s*=\s*"?([a-z0-9-]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Charset();

    [GeneratedRegex("(<([A-Za-z_][A-Za-z0-9_.:-]*)[^<>]*>)[^<]+", RegexOptions.NonBacktracking)]
    private static partial Regex Element();
}
