using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.UnitTests.Processes;

public sealed class ProcessMarkTests
{
    [Theory]
    [InlineData("h1", "h1/run/pr-1", true)]
    [InlineData("h1/run/pr-1", "h1/run/pr-1", true)]
    [InlineData("h1/run/pr-1", "h1/run/pr-12", false)]
    [InlineData("h1/run/pr-1", "h1/run/pr-1/orders/3", true)]
    [InlineData("h1/run/pr-1/orders", "h1/run/pr-1", false)]
    [InlineData("h1", "H1", false)]
    public void Covers_WholeSegments(string mark, string other, bool covers) => Parse(mark).Covers(Parse(other)).Should().Be(covers);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void TryParse_NoMark_False(string? text) => ProcessMark.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Of_SegmentWithSlash_Refused() => FluentActions.Invoking(() => ProcessMark.Of("a", "b/c")).Should().Throw<ArgumentException>();

    [Fact]
    public void Append_OneDeeper() => ProcessMark.Of("h", "run").Append("x").Value.Should().Be("h/run/x");

    private static ProcessMark Parse(string text) => ProcessMark.TryParse(text, out var mark) ? mark : throw new ArgumentException(text);
}
