using System.Text;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.UnitTests.Logs;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ttext\r\n", "plain\ttext")]
    [InlineData("\u001b[31merror\u001b[0m: x", "error: x")]
    [InlineData("\u001b]0;title\u0007body", "body")]
    [InlineData("\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u001b]52;c;aGFjaw==\u0007x", "x")]
    [InlineData("a\u0000b\u0008c\u007f\u009b31md", "abcd")]
    [InlineData("10%\r55%\r100%\n", "100%")]
    [InlineData("safe\u202etxt.exe\u2066\u200b", "safetxt.exe")]
    [InlineData("\u001b", "")]
    [InlineData("grün 漢字 🙂", "grün 漢字 🙂")]
    public void Line_OnlyVisibleTextLeft(string line, string text) => TerminalText.Clean(Encoding.UTF8.GetBytes(line), 100).Should().Be(text);

    [Fact]
    public void InvalidUtf8_Replaced() => TerminalText.Clean([(byte)'a', 0xff, 0xfe, (byte)'b'], 100).Should().Be("a\ufffd\ufffdb");

    [Fact]
    public void LongLine_CutWithAMarkThatTellsItsSize() =>
        TerminalText.Clean(Encoding.UTF8.GetBytes(new string('x', 5000)), 10).Should().Be("xxxxxxxxxx… [cut, 5000 bytes]");

    [Fact]
    public void LongLine_NeverCutInsideACharacter() => TerminalText.Clean("ab🙂cd"u8, 3).Should().StartWith("ab…");
}
