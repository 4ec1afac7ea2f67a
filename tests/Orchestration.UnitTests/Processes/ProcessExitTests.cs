using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.UnitTests.Processes;

public sealed class ProcessExitTests
{
    [Theory]
    [InlineData(1, null, "exit code 1")]
    [InlineData(null, 9, "signal 9 (SIGKILL)")]
    [InlineData(null, null, "an unknown exit code")]
    public void Text_ForMessages(int? code, int? signal, string text) => new ProcessExit(code, signal).ToString().Should().Be(text);

    [Fact]
    public void Unseen_NoSuccess() => ProcessExit.Unseen.Success.Should().BeFalse();
}
