using System.Text;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.UnitTests.Logs;

public sealed class EntryParserTests
{
    [Theory]
    [InlineData("fail: Orders[0]\n      boom\n      System.Exception: x\n         at A.B()\n         --- End of inner ---\ninfo: next\n", 2)]
    [InlineData("java.lang.X: y\n\tat a.B(C.java:1)\nCaused by: z\n\t... 3 more\nnext\n", 2)]
    [InlineData("Error: x\nat foo (a.js:1)\n--- wow\nnext\n", 2)]
    [InlineData("Traceback (most recent call last):\n  File \"a.py\", line 1\n    x()\nValueError: bad\nnext\n", 2)]
    [InlineData("sending {\n  \"a\": [\n    1\n  ]\n}\nnext\n", 2)]
    [InlineData("one\n\ntwo\r\nthree", 3)]
    public void Lines_JoinedToEntries(string text, int entries) => Parse(text).Should().HaveCount(entries);

    [Fact]
    public void Position_OfTheHeadLine() => Parse("ä\n  more\nnext\n", 100).Select(e => e.Start).Should().Equal(100, 110);

    [Fact]
    public void FirstLineContinues_MarkedAsInside() => Parse("   at A()\nnext\n").Select(e => e.StartsInside).Should().Equal(true, false);

    [Fact]
    public void EndlessIndentation_SplitIntoSeveral()
    {
        var entries = Parse("head\n" + string.Concat(Enumerable.Repeat("  x\n", 1000)));

        entries.Should().HaveCountGreaterThan(1);
        entries.Sum(e => e.Lines.Count).Should().Be(1001);
    }

    private static List<LogEntry> Parse(string text, long position = 0) => EntryParser.Parse(Encoding.UTF8.GetBytes(text), position, 1000);
}
