using System.Globalization;
using System.Text;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

/// <summary>Output whose lines begin with the time that the node noted.</summary>
/// <remarks>
/// The time is also the line's position. It has to rise, so a line of the same time as the one before counts as one tick
/// later; a later reading that begins at an earlier line comes to the same positions.
/// </remarks>
internal static class TimedLines
{
    private const int MaxLineLength = 4096;

    /// <summary>The entries with ticks as their positions, and how many lines there were.</summary>
    public static (List<LogEntry> Entries, int Lines) Parse(ReadOnlySpan<byte> bytes)
    {
        var (text, starts, ticks) = (new MemoryStream(bytes.Length), new List<long>(), new List<long>());
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            var space = line.IndexOf((byte)' ');
            if (space > 0 && DateTimeOffset.TryParse(Encoding.ASCII.GetString(line[..space]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                starts.Add(text.Length);
                ticks.Add(Math.Max(time.UtcTicks, ticks.Count == 0 ? 0 : ticks[^1] + 1));
                text.Write(line[(space + 1)..]);
                text.WriteByte((byte)'\n');
            }

            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        var entries = EntryParser.Parse(text.ToArray(), 0, MaxLineLength);
        return ([.. entries.Select(entry => entry with { Start = ticks[starts.BinarySearch(entry.Start)] })], ticks.Count);
    }
}
