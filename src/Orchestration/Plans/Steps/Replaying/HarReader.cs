using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>Reads the entries of a HAR 1.2 file, one at a time, so that only one is held as a document.</summary>
internal static class HarReader
{
    public const int MaxBytes = 64 * 1024 * 1024;
    public const int MaxEntries = 5000;

    /// <summary>Returns the entries in their order.</summary>
    /// <exception cref="RecordingProblem">The file is too large, or not a recording.</exception>
    public static async Task<IReadOnlyList<RecordedExchange>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes)
            {
                throw new RecordingProblem($"it has {file.Length} bytes; at most {MaxBytes} are read");
            }

            bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecordingProblem("there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingProblem($"it cannot be read: {e.Message}");
        }

        return Parse(bytes);
    }

    public static IReadOnlyList<RecordedExchange> Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            var reader = new Utf8JsonReader(bytes);
            Enter(ref reader, "log"u8);
            Enter(ref reader, "entries"u8);
            return Entries(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new RecordingProblem($"it is not a HAR file: {e.Message}");
        }
    }

    /// <summary>Moves to the value of a member of the object that comes next.</summary>
    private static void Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            reader.Read();
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an object was expected");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return;
            }

            reader.Skip();
        }

        throw new JsonException("'log.entries' is missing");
    }

    private static List<RecordedExchange> Entries(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("'log.entries' is not a list");
        }

        var entries = new List<RecordedExchange>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (entries.Count == MaxEntries)
            {
                throw new RecordingProblem($"it has more than {MaxEntries} entries");
            }

            using var document = JsonDocument.ParseValue(ref reader);
            entries.Add(HarEntry.Read(document.RootElement, entries.Count));
        }

        return entries;
    }
}
