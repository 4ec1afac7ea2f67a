using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Recording.Har;

/// <summary>Redacts JSON: members with a secret's name lose their value, all other texts what looks like one.</summary>
internal static partial class JsonRedaction
{
    private const int MaxDepth = 256;

    /// <summary>Copies the document token by token; text that is no whole document is redacted by patterns.</summary>
    public static string Redact(string text, Redactor redactor)
    {
        try
        {
            var output = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth }))
            {
                Copy(Encoding.UTF8.GetBytes(text), writer, redactor);
            }

            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Broken(text, redactor);
        }
    }

    /// <summary>For what begins like JSON and was cut, or is written one document a line.</summary>
    public static string Broken(string text, Redactor redactor)
    {
        var lines = text.Split('\n').Select(line => CutAtSecretContainer(Member().Replace(
            line, match => SecretNames.Contains(match.Groups[2].Value) ? $"{match.Groups[1].Value}\"{Redactor.Replacement}\"" : match.Value)));
        return redactor.Redact(string.Join('\n', lines));
    }

    /// <summary>A container that was cut has no end to find: what follows the name of a secret goes, to the end of the line.</summary>
    private static string CutAtSecretContainer(string line)
    {
        var secret = Container().Matches(line).FirstOrDefault(match => SecretNames.Contains(match.Groups[2].Value));
        return secret is null ? line : line[..(secret.Index + secret.Groups[1].Length)] + $"\"{Redactor.Replacement}\"";
    }

    private static void Copy(byte[] json, Utf8JsonWriter writer, Redactor redactor)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var secret = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString() ?? "";
                writer.WritePropertyName(redactor.Redact(name));
                secret = SecretNames.Contains(name);
                continue;
            }

            if (secret && reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            {
                reader.Skip();
                writer.WriteStringValue(Redactor.Replacement);
            }
            else
            {
                CopyToken(ref reader, writer, redactor);
            }

            secret = false;
        }
    }

    private static void CopyToken(ref Utf8JsonReader reader, Utf8JsonWriter writer, Redactor redactor)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(redactor.Redact(reader.GetString() ?? ""));
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan);
                break;
        }
    }

    [GeneratedRegex("""("((?:[^"\\]|\\.)*)"\s*:\s*)("(?:[^"\\]|\\.)*"?|-?[0-9][0-9.eE+-]*)""", RegexOptions.NonBacktracking)]
    private static partial Regex Member();

    [GeneratedRegex("""("((?:[^"\\]|\\.)*)"\s*:\s*)[\[{]""", RegexOptions.NonBacktracking)]
    private static partial Regex Container();
}
