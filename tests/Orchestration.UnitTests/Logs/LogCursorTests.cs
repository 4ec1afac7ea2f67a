using AgentSandbox.Orchestration.Logs;

namespace AgentSandbox.Orchestration.UnitTests.Logs;

public sealed class LogCursorTests
{
    [Fact]
    public void Text_ReadBack_Same()
    {
        var cursor = new LogCursor(new Dictionary<string, long[]> { ["a1"] = [0, 12345678901], ["b2"] = [7, -1] }, onlyThese: true);

        LogCursor.TryParse(cursor.ToString(), out var read).Should().BeTrue();
        read!.Ranges.Should().BeEquivalentTo(cursor.Ranges);
        read.OnlyThese.Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("oa")]
    [InlineData("oa-1")]
    [InlineData("oa--5")]
    [InlineData("oa-1-zz")]
    [InlineData("oa-1-2.a-1-2")]
    [InlineData("na-ffffffffffffffff-1")]
    public void TryParse_NoCursor_False(string? text) => LogCursor.TryParse(text, out _).Should().BeFalse();
}
