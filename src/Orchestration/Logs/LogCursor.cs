using System.Diagnostics.CodeAnalysis;
using System.Globalization;

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
        if (text is null || text.Length is 0 or > MaxLength || text[0] is not ('o' or 'n'))
        {
            return false;
        }

        var ranges = new Dictionary<string, long[]>();
        foreach (var part in text[1..].Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('-') is not [var key, var low, var high]
                || !TryParsePosition(low, out var from) || !TryParsePosition(high, out var to) || from < 0 || !ranges.TryAdd(key, [from, to]))
            {
                return false;
            }
        }

        cursor = new LogCursor(ranges, text[0] == 'o');
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => (OnlyThese ? "o" : "n") + string.Join('.', Ranges.Select(r => $"{r.Key}-{Format(r.Value[0])}-{Format(r.Value[1])}"));

    private static string Format(long position) => position < 0 ? "" : position.ToString("x", CultureInfo.InvariantCulture);

    private static bool TryParsePosition(string text, out long position)
    {
        position = -1;
        return text.Length == 0 || (long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out position) && position >= 0);
    }
}
