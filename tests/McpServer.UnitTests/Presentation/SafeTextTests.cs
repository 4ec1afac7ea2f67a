using AgentSandbox.McpServer.Presentation;

namespace AgentSandbox.McpServer.UnitTests.Presentation;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain\ttext\nnext", "plain\ttext\nnext")]
    [InlineData("a\r\nb\rc\n", "a\nb\nc\n")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b]8;;http://evil.test\u0007link\u001b]8;;\u0007", "link")]
    [InlineData("\u009b2Jx", "x")]
    [InlineData("bell\u0007 null\0 back\b", "bell\uFFFD null\uFFFD back\uFFFD")]
    [InlineData("a\u202eb\u2066c\u200bd\ufeff", "abcd")]
    [InlineData("tag\U000E0041\U000E007F", "tag")]
    [InlineData("fine: é 漢 😀 👩‍💻", "fine: é 漢 😀 👩‍💻")]
    public void Clean_LeavesOnlyWhatAReaderSees(string text, string expected) => SafeText.Clean(text).Should().Be(expected);

    [Fact]
    public void Clean_HalfACharacter_BecomesAMark() => SafeText.Clean("half \ud83d").Should().Be("half \uFFFD");

    [Fact]
    public void Line_IsOneLineAndShort() => SafeText.Line("one\ntwo three", 9).Should().Be("one two …");

    [Theory]
    [InlineData("aé😀", 0, "")]
    [InlineData("aé😀", 2, "a")]
    [InlineData("aé😀", 3, "aé")]
    [InlineData("aé😀", 6, "aé")]
    [InlineData("aé😀", 7, "aé😀")]
    public void CutBytes_NeverCutsThroughACharacter(string text, int bytes, string expected) => SafeText.CutBytes(text, bytes).Should().Be(expected);
}
