namespace AgentSandbox.Orchestration.Logs;

/// <summary>Reads the newest lines of one or several logs.</summary>
/// <remarks>Thread-safe, and safe beside the writers and the rotation. A log that does not exist is an empty one.</remarks>
public sealed class LogReader
{
    private const int LongestLine = 1024 * 1024;

    /// <summary>Selects the newest matching lines and returns them in time order.</summary>
    public LogPage Read(LogQuery query)
    {
        var bounded = query with { TailLines = Math.Max(query.TailLines, 1), MaxLineLength = Math.Clamp(query.MaxLineLength, 1, LongestLine) };
        return LogMerge.Page(bounded, Scan(bounded));
    }

    /// <summary>What the files have of it, to be merged with logs that are kept elsewhere.</summary>
    internal static IReadOnlyList<(LogSource Source, ScannedLog Log)> Scan(LogQuery query) => [.. LogMerge.Known(query).Select(source =>
    {
        var (low, high) = LogMerge.RangeOf(query, source);
        return (source, LogScanner.Scan(query, source, low, high));
    })];

    /// <summary>The last lines of one log, for a failure; empty where there is none.</summary>
    public static IReadOnlyList<string> LastLines(string path, int lines, int maxBytes)
    {
        var page = new LogReader().Read(new LogQuery
        {
            Sources = [new LogSource(path, "", LogStream.Run, 0)],
            TailLines = lines,
            MaxBytes = maxBytes,
        });
        return [.. page.Lines.Select(l => l.Text).TakeLast(lines)];
    }
}
