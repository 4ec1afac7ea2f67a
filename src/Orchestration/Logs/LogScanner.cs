using AgentSandbox.Orchestration.Logs.Files;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Logs;

/// <summary>Reads one log from its end backwards until there is enough.</summary>
/// <remarks>A window at the end is parsed, and one four times as large if it did not suffice, up to a limit.</remarks>
internal static class LogScanner
{
    private const int FirstWindow = 64 * 1024;
    private const int LargestWindow = 16 * 1024 * 1024;
    private const int Retries = 20;

    public static ScannedLog Scan(LogQuery query, LogSource source, long low, long high)
    {
        for (var attempt = 0; ; attempt++)
        {
            var data = OutputData.Open(source.Path);
            var scanned = Scan(query, data, low, high);
            if (attempt == Retries || !data.IsOutdated())
            {
                return scanned;
            }

            // Rotation is between two of its steps, which take microseconds.
            Thread.Sleep(1);
        }
    }

    private static ScannedLog Scan(LogQuery query, OutputData data, long low, long high)
    {
        var top = high < 0 ? data.End : Math.Min(high, data.End);
        var bottom = Math.Min(Math.Max(low, data.Start), top);
        if (query.Since is { } since)
        {
            bottom = Math.Min(Math.Max(bottom, data.StartOf(since)), top);
        }

        for (long window = FirstWindow; ; window *= 4)
        {
            var from = Math.Max(bottom, top - window);
            var (entries, next) = Parse(query, data, from, bottom, top);

            // The first entry may have begun before the window, unless the window is everything there is.
            var complete = from == bottom ? entries : [.. entries.SkipWhile((e, i) => i == 0 && e.StartsInside)];
            var matching = complete.Where(e => LogMerge.Matches(query, e)).Select(e => (e, data.TimeOf(e.Start))).ToList();
            if (from == bottom || window >= LargestWindow || matching.Sum(m => m.e.Lines.Count) >= query.TailLines)
            {
                var scannedFrom = from == bottom ? bottom : complete.Count > 0 ? complete[0].Start : from;
                return new ScannedLog(bottom, scannedFrom, top, next, matching);
            }
        }
    }

    private static (List<LogEntry> Entries, long NextStart) Parse(LogQuery query, OutputData data, long from, long bottom, long top)
    {
        // One byte more tells whether the range begins with a line; what rotation has left first is never a whole one for sure.
        var before = from > data.Start ? 1 : 0;
        var bytes = data.Read(from - before, top).AsSpan();
        var lastLine = bytes.LastIndexOf((byte)'\n') + 1;
        var next = from - before + lastLine;
        if (from == 0 || bytes.IsEmpty)
        {
            return (EntryParser.Parse(bytes, from, query.MaxLineLength), next);
        }

        var firstLine = bytes.IndexOf((byte)'\n') + 1;
        if (firstLine == 0 && from > bottom)
        {
            return ([], Math.Max(next, from));
        }

        return (EntryParser.Parse(bytes[firstLine..], from - before + firstLine, query.MaxLineLength), Math.Max(next, from));
    }
}
