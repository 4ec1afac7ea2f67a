using System.Globalization;
using System.Text;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Logs;

/// <summary>Merges what was read of several logs into one page with cursors, wherever the logs are kept.</summary>
/// <remarks>Positions may be anything that rises within a log: bytes of a file, times of a container's output.</remarks>
internal static class LogMerge
{
    /// <summary>The sources that a query is about: those of its cursor, where that goes on with older lines.</summary>
    public static IEnumerable<LogSource> Known(LogQuery query) =>
        (query.Cursor is { OnlyThese: true } cursor ? query.Sources.Where(source => cursor.Ranges.ContainsKey(source.Key)) : query.Sources).DistinctBy(source => source.Key);

    /// <summary>The range of a source that a query asks for; -1 for an open end.</summary>
    public static (long Low, long High) RangeOf(LogQuery query, LogSource source) =>
        query.Cursor?.Ranges.GetValueOrDefault(source.Key) is [var low, var high] ? (low, high) : (0, -1);

    /// <summary>Whether an entry has what a query asks for.</summary>
    public static bool Matches(LogQuery query, LogEntry entry) =>
        (string.IsNullOrEmpty(query.Contains) || entry.Lines.Any(line => line.Contains(query.Contains, StringComparison.OrdinalIgnoreCase)))
        && LogLevels.Passes(query.Level, entry.Lines);

    public static LogPage Page(LogQuery query, IReadOnlyList<(LogSource Source, ScannedLog Log)> read)
    {
        var sources = read.Select(pair => pair.Source).ToList();
        var logs = read.Select(pair => pair.Log).ToList();
        var candidates = logs
            .SelectMany((log, i) => log.Entries.Select(e => (Source: i, e.Entry, e.Time)))
            .OrderBy(c => c.Time).ThenBy(c => c.Source).ThenBy(c => c.Entry.Start)
            .ToList();
        var chosen = Newest(candidates, query, c => c.Entry);
        var lines = chosen.SelectMany(c => Lines(sources[c.Source], c.Entry, c.Time, query.MaxBytes)).ToList();
        var oldest = chosen.GroupBy(c => c.Source).ToDictionary(g => g.Key, g => g.Min(c => c.Entry.Start));
        return new LogPage(lines, Older(sources, logs, oldest), Newer(sources, logs));
    }

    private static List<T> Newest<T>(List<T> candidates, LogQuery query, Func<T, LogEntry> entryOf)
    {
        var first = candidates.Count;
        var (lines, bytes) = (0, 0);
        while (first > 0 && lines < query.TailLines)
        {
            var entry = entryOf(candidates[first - 1]);
            bytes += entry.Lines.Sum(SizeOf);
            if (bytes > query.MaxBytes && lines > 0)
            {
                break;
            }

            lines += entry.Lines.Count;
            first--;
        }

        return candidates[first..];
    }

    private static IEnumerable<LogLine> Lines(LogSource source, LogEntry entry, DateTimeOffset time, int maxBytes) =>
        Fit(entry.Lines, maxBytes).Select((text, i) => new LogLine(time, source.Service, source.Stream, source.Revision, text, i > 0 || entry.StartsInside));

    // An entry alone larger than the limit keeps its head, which says what happened, and its end.
    private static IReadOnlyList<string> Fit(List<string> lines, int maxBytes)
    {
        if (lines.Sum(SizeOf) <= maxBytes)
        {
            return lines;
        }

        var left = maxBytes - SizeOf(lines[0]);
        var end = lines.Count;
        while (end > 1 && (left -= SizeOf(lines[end - 1])) >= 0)
        {
            end--;
        }

        return end <= 1
            ? lines
            : [lines[0], string.Create(CultureInfo.InvariantCulture, $"… [{end - 1} lines left out]"), .. lines[end..]];
    }

    private static int SizeOf(string line) => Encoding.UTF8.GetByteCount(line) + 1;

    private static LogCursor? Older(List<LogSource> sources, List<ScannedLog> logs, Dictionary<int, long> oldest)
    {
        var ranges = new Dictionary<string, long[]>();
        for (var i = 0; i < logs.Count; i++)
        {
            // Up to the oldest line shown; with none shown, up to the newest that matched, or to where the search stopped.
            var log = logs[i];
            var unseen = log.Entries.Count > 0 ? log.High : log.ScannedFrom;
            var high = oldest.TryGetValue(i, out var start) ? start : unseen;
            if (high == log.Entries.Select(e => e.Entry.Start).FirstOrDefault(-1))
            {
                high = log.ScannedFrom;
            }

            ranges[sources[i].Key] = [log.Low, high];
        }

        return ranges.Values.Any(r => r[1] > r[0]) ? new LogCursor(ranges, onlyThese: true) : null;
    }

    private static LogCursor Newer(List<LogSource> sources, List<ScannedLog> logs) =>
        new(sources.Zip(logs).ToDictionary(p => p.First.Key, p => new[] { p.Second.NextStart, -1 }), onlyThese: false);
}
