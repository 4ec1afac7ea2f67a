using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.UnitTests.Logs;

/// <summary>Logs whose positions are times, as those of pods are.</summary>
public sealed class LogMergeTests
{
    private static readonly LogSource s_one = new("pod-1/app", "orders", LogStream.Run, 1);
    private static readonly LogSource s_two = new("pod-2/app", "orders", LogStream.Run, 1);

    [Fact]
    public void PagesBackwards_ShowEachLineOnce_InTheOrderOfTimes()
    {
        var (first, second) = (Enumerable.Range(0, 20).Select(i => i * 2), Enumerable.Range(0, 20).Select(i => (i * 2) + 1));
        var shown = new List<string>();
        LogCursor? cursor = null;
        do
        {
            var query = new LogQuery { Sources = [s_one, s_two], TailLines = 7, Cursor = cursor };
            var page = LogMerge.Page(query, [(s_one, Scan(query, s_one, first)), (s_two, Scan(query, s_two, second))]);
            shown.InsertRange(0, page.Lines.Select(line => line.Text));
            cursor = page.Older;
        }
        while (cursor is not null);

        shown.Should().Equal(Enumerable.Range(0, 40).Select(i => $"line {i}"));
    }

    [Fact]
    public void NewerCursor_GoesOnAfterWhatWasThere()
    {
        var query = new LogQuery { Sources = [s_one], TailLines = 3 };
        var page = LogMerge.Page(query, [(s_one, Scan(query, s_one, Enumerable.Range(0, 10)))]);

        var next = query with { Cursor = page.Newer };
        var more = LogMerge.Page(next, [(s_one, Scan(next, s_one, Enumerable.Range(0, 12)))]);

        more.Lines.Select(line => line.Text).Should().Equal("line 10", "line 11");
    }

    [Fact]
    public void LogThatTheOlderCursorDoesNotKnow_IsLeftOut()
    {
        var query = new LogQuery { Sources = [s_one], TailLines = 3 };
        var older = LogMerge.Page(query, [(s_one, Scan(query, s_one, Enumerable.Range(0, 10)))]).Older;

        LogMerge.Known(query with { Sources = [s_one, s_two], Cursor = older }).Should().Equal(s_one);
    }

    private static ScannedLog Scan(LogQuery query, LogSource source, IEnumerable<int> times)
    {
        var (low, to) = LogMerge.RangeOf(query, source);
        var entries = times.Select(time => new LogEntry(time + 1, false, [$"line {time}"])).ToList();
        var next = entries[^1].Start + 1;
        return new ScannedLog(
            low, low, to < 0 ? next : to, to < 0 ? next : to,
            [.. entries.Where(entry => entry.Start >= low && (to < 0 || entry.Start < to)).Select(entry => (entry, DateTimeOffset.UnixEpoch.AddSeconds(entry.Start)))]);
    }
}
