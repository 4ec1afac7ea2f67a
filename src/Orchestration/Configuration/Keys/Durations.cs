using System.Globalization;

namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>Durations as the file writes them: <c>90s</c>, <c>60m</c>, <c>1h30m</c>.</summary>
internal static class Durations
{
    public const string Pattern = "^([0-9]{1,9}(ms|s|m|h|d))+$";

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(365);

    /// <summary>Parses a duration above zero and up to a year.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var position = 0;
        while (position < text.Length)
        {
            var digits = 0;
            while (position + digits < text.Length && char.IsAsciiDigit(text[position + digits]))
            {
                digits++;
            }

            var unit = UnitAt(text, position + digits);
            if (digits is 0 or > 9 || unit is not { } found)
            {
                return false;
            }

            var amount = int.Parse(text.AsSpan(position, digits), CultureInfo.InvariantCulture);
            if (amount > (s_longest - duration) / found.Size)
            {
                return false;
            }

            duration += found.Size * amount;
            position += digits + found.Length;
        }

        return duration > TimeSpan.Zero;
    }

    /// <summary>Writes a duration as the file has it, from the largest unit down.</summary>
    public static string Format(TimeSpan duration)
    {
        (int Amount, string Unit)[] parts =
            [(duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s"), (duration.Milliseconds, "ms")];
        var text = string.Concat(parts.Where(part => part.Amount != 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Amount}{part.Unit}")));
        return text.Length == 0 ? "0s" : text;
    }

    private static (TimeSpan Size, int Length)? UnitAt(string text, int position)
    {
        var rest = text.AsSpan(Math.Min(position, text.Length));
        return rest switch
        {
            ['m', 's', ..] => (TimeSpan.FromMilliseconds(1), 2),
            ['s', ..] => (TimeSpan.FromSeconds(1), 1),
            ['m', ..] => (TimeSpan.FromMinutes(1), 1),
            ['h', ..] => (TimeSpan.FromHours(1), 1),
            ['d', ..] => (TimeSpan.FromDays(1), 1),
            _ => null,
        };
    }
}
