using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace AgentSandbox.Orchestration.Logs;

/// <summary>A place in a set of logs; opaque to whoever hands it back.</summary>
/// <remarks>Holds a range of positions per log. Positions count from the first byte ever written, so rotation does not move them.</remarks>
public sealed class LogCursor
{
    private const int MaxLength = 16 * 1024;

    internal LogCursor(IReadOnlyDictionary<string, long[]> ranges, bool onlyThese) => (Ranges, OnlyThese) = (ranges, onlyThese);

    /// <summary>Per log the first position and the position after the last; -1 for an open end.</summary>
    internal IReadOnlyDictionary<string, long[]> Ranges { get; }

    /// <summary>Whether logs that the cursor does not know are left out: older lines are never those of a newer log.</summary>
    internal bool OnlyThese { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LogCursor? cursor)
    {
        cursor = null;
        if (text is null || text.Length is < 2 or > MaxLength || text[0] is not ('o' or 'n'))
        {
            return false;
        }

        try
        {
            var ranges = JsonSerializer.Deserialize<Dictionary<string, long[]>>(Base64Url.DecodeFromChars(text.AsSpan(1)));
            if (ranges is null || ranges.Values.Any(r => r is not [>= 0, >= -1]))
            {
                return false;
            }

            cursor = new LogCursor(ranges, text[0] == 'o');
            return true;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        (OnlyThese ? "o" : "n") + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Ranges)));
}
