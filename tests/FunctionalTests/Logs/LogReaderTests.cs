using System.Globalization;
using AgentSandbox.Orchestration.Logs;

namespace AgentSandbox.FunctionalTests.Logs;

public sealed class LogReaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("agent-sandbox-logs-").FullName;
    private readonly LogReader _reader = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Tail_NewestLinesInTimeOrder() =>
        Texts(Query(Log("1\n2\n3\n4\n")) with { TailLines = 2 }).Should().Equal("3", "4");

    [Fact]
    public void Missing_Empty()
    {
        var page = _reader.Read(Query(new LogSource(Path.Combine(_directory, "no", "such"), "orders", LogStream.Run, 1)));

        page.Lines.Should().BeEmpty();
        page.Older.Should().BeNull();
    }

    [Fact]
    public void Tail_EntryOfManyLines_KeptWhole() =>
        Texts(Query(Log("first\nfail: x\n   at A()\n   at B()\n")) with { TailLines = 1 }).Should().Equal("fail: x", "   at A()", "   at B()");

    [Fact]
    public void Contains_MatchInAContinuation_WholeEntry() =>
        Texts(Query(Log("first\nfail: x\n   at Needle()\nlast\n")) with { Contains = "needle" }).Should().Equal("fail: x", "   at Needle()");

    [Fact]
    public void Level_ErrorsOnly() =>
        Texts(Query(Log("info: a\nwarn: b\nfail: c\n   d\n")) with { Level = LogLevelFilter.Error }).Should().Equal("fail: c", "   d");

    [Fact]
    public void Bytes_LimitHolds_AndOlderLinesHaveACursor()
    {
        var page = _reader.Read(Query(Log(string.Concat(Enumerable.Range(0, 100).Select(i => $"line {i:D3}\n")))) with { MaxBytes = 50 });

        page.Lines.Select(l => l.Text).Should().Equal("line 095", "line 096", "line 097", "line 098", "line 099");
        page.Older.Should().NotBeNull();
    }

    [Fact]
    public void Bytes_OneHugeEntry_KeepsHeadAndEnd()
    {
        var lines = _reader.Read(Query(Log("head\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"  line {i:D3}\n")))) with { MaxBytes = 100 }).Lines;

        lines[0].Text.Should().Be("head");
        lines[1].Text.Should().MatchRegex("^… \\[\\d+ lines left out\\]$");
        lines[^1].Text.Should().Be("  line 299");
        lines.Sum(l => l.Text.Length).Should().BeLessThan(140);
    }

    [Fact]
    public void Older_FollowedToTheBeginning_EveryLineOnce()
    {
        var expected = Enumerable.Range(0, 20_000).Select(i => $"line {i} with some more text").ToList();
        var query = Query(Log(string.Join('\n', expected) + "\n")) with { TailLines = 777, MaxBytes = int.MaxValue };

        AllPages(query).Should().Equal(expected);
    }

    [Fact]
    public void Older_SeveralLogs_EveryLineOnce()
    {
        var first = Log(string.Concat(Enumerable.Range(0, 500).Select(i => $"a{i}\n")), 1, times: i => 1000 + (i * 10));
        var second = Log(string.Concat(Enumerable.Range(0, 300).Select(i => $"b{i}\n")), 2, times: i => 3000 + (i * 10));

        var lines = AllPages(Query(first, second) with { TailLines = 37 });

        lines.Where(l => l[0] == 'a').Should().Equal(Enumerable.Range(0, 500).Select(i => $"a{i}"));
        lines.Where(l => l[0] == 'b').Should().Equal(Enumerable.Range(0, 300).Select(i => $"b{i}"));
        lines.Should().HaveCount(800);
    }

    [Fact]
    public void Older_WithFilter_EveryMatchOnce()
    {
        var query = Query(Log(string.Concat(Enumerable.Range(0, 50_000).Select(i => i % 1000 == 0 ? $"hit {i}\n" : $"other {i}\n"))))
            with
        { Contains = "hit", TailLines = 7 };

        AllPages(query).Should().Equal(Enumerable.Range(0, 50).Select(i => $"hit {i * 1000}"));
    }

    [Fact]
    public void Newer_OnlyWhatCameSince_AndAnUnfinishedLineOnceItIsWhole()
    {
        var log = Log("one\ntw");
        var first = _reader.Read(Query(log));
        File.AppendAllText(log.Path, "o\nthree\n");

        var second = _reader.Read(Query(log) with { Cursor = Reread(first.Newer) });
        var third = _reader.Read(Query(log) with { Cursor = second.Newer });

        first.Lines.Select(l => l.Text).Should().Equal("one", "tw");
        second.Lines.Select(l => l.Text).Should().Equal("two", "three");
        third.Lines.Should().BeEmpty();
        third.Older.Should().BeNull();
    }

    [Fact]
    public void Newer_MoreThanFits_NewestWithACursorForTheGap()
    {
        var log = Log("old\n");
        var cursor = _reader.Read(Query(log)).Newer;
        File.AppendAllText(log.Path, string.Concat(Enumerable.Range(0, 10).Select(i => $"new {i}\n")));

        var query = Query(log) with { Cursor = cursor, TailLines = 4 };

        AllPages(query).Should().Equal(Enumerable.Range(0, 10).Select(i => $"new {i}"));
    }

    [Fact]
    public void SeveralLogs_MergedByTime_Labelled()
    {
        var build = Log("b0\nb1\nb2\n", 3, LogStream.Build, i => 1000 + (i * 10));
        var run = Log("r0\nr1\n", 3, times: i => 1005 + (i * 10));

        var lines = _reader.Read(Query(build, run)).Lines;

        lines.Select(l => l.Text).Should().Equal("b0", "r0", "b1", "r1", "b2");
        lines[0].Should().BeEquivalentTo(new { Stream = LogStream.Build, Revision = 3, Service = "orders", Time = DateTimeOffset.FromUnixTimeMilliseconds(1000), Continues = false });
        lines[1].Stream.Should().Be(LogStream.Run);
    }

    [Fact]
    public void Since_OlderEntriesLeftOut()
    {
        var log = Log("a\nb\nc\nd\n", times: i => 1000 + (i * 10));

        Texts(Query(log) with { Since = DateTimeOffset.FromUnixTimeMilliseconds(1020) }).Should().Equal("c", "d");
    }

    [Fact]
    public void LineOfMegabytes_CutAndFast()
    {
        var lines = Texts(Query(Log("before\n" + new string('x', 3_000_000) + "\nafter\n")));

        lines.Should().HaveCount(3);
        lines[1].Should().StartWith("xxxx").And.EndWith("… [cut, 3000001 bytes]").And.HaveLength(2000 + "… [cut, 3000001 bytes]".Length);
    }

    [Fact]
    public void LastLines_ExactlyThatMany()
    {
        var log = Log("head\n  1\n  2\n  3\n");

        LogReader.LastLines(log.Path, 2, 1000).Should().Equal("  2", "  3");
        LogReader.LastLines(Path.Combine(_directory, "none"), 2, 1000).Should().BeEmpty();
    }

    private static LogQuery Query(params LogSource[] sources) => new() { Sources = sources };

    private static LogCursor Reread(LogCursor cursor) =>
        LogCursor.TryParse(cursor.ToString(), out var read) ? read : throw new InvalidOperationException("The cursor cannot be read back.");

    private List<string> Texts(LogQuery query) => [.. _reader.Read(query).Lines.Select(l => l.Text)];

    private List<string> AllPages(LogQuery query)
    {
        var pages = new List<string>();
        for (var pagesLeft = 1000; pagesLeft > 0; pagesLeft--)
        {
            var page = _reader.Read(query);
            pages.InsertRange(0, page.Lines.Select(l => l.Text));
            if (page.Older is null)
            {
                return pages;
            }

            query = query with { Cursor = Reread(page.Older) };
        }

        throw new InvalidOperationException("The cursor never ends.");
    }

    private LogSource Log(string text, int revision = 1, LogStream stream = LogStream.Run, Func<int, long>? times = null)
    {
        var path = Path.Combine(_directory, $"{stream}-{revision}", "output.log");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (times is not null)
        {
            var ends = text.Select((c, i) => (c, i)).Where(c => c.c == '\n').Select(c => c.i + 1);
            File.WriteAllLines(path + ".times", ends.Select((end, i) => string.Create(CultureInfo.InvariantCulture, $"{end} {times(i)}")));
        }

        return new LogSource(path, "orders", stream, revision);
    }
}
