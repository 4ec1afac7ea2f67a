using AgentSandbox.Orchestration.Plans.Reports;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne")]
    [InlineData("\u001b[1;31mred\u001b[0m\u0000\u0007\u007f", "red")]
    [InlineData("\u202Eabc\u2066", "[U+202E]abc[U+2066]")]
    public void Clean_LeavesWhatIsHarmless(string text, string expected) => ReportText.Clean(text).Should().Be(expected);

    [Fact]
    public void Clean_ReplacesWhatIsNoCharacter() => ReportText.Clean("\ud800x\uFFFE😀\tü").Should().Be("\uFFFDx\uFFFD😀\tü");

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a😀b", 3, "a…")]
    [InlineData("abc", 0, "…")]
    public void Cut_KeepsCharactersWhole(string text, int length, string expected) => ReportText.Cut(text, length).Should().Be(expected);

    [Theory]
    [InlineData(-5, "0 ms")]
    [InlineData(0.4, "0 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(59_940, "59.9 s")]
    [InlineData(59_960, "1 min 00 s")]
    [InlineData(125_400, "2 min 05 s")]
    [InlineData(7_322_000, "122 min 02 s")]
    public void Duration_HasItsUnit(double milliseconds, string expected) => ReportText.Duration(TimeSpan.FromMilliseconds(milliseconds)).Should().Be(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0015, "0.0015")]
    [InlineData(0.1234, "0.123")]
    [InlineData(1.234, "1.23")]
    [InlineData(49.74, "49.7")]
    [InlineData(1234.4, "1234")]
    public void Number_HasTheDigitsThatMatter(double value, string expected) => ReportText.Number(value).Should().Be(expected);

    [Fact]
    public void Lines_SayHowManyAreLeftOut() => ReportText.Lines(["a\nb", "cccc", "d"], 3, 3).Should().Equal("a", "b", "cc…", "… 1 more lines");
}
