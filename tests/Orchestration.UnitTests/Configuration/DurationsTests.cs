using AgentSandbox.Orchestration.Configuration.Keys;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("90m", "1h30m")]
    [InlineData("24h", "1d")]
    [InlineData("250ms", "250ms")]
    [InlineData("1m3s", "1m3s")]
    public void Format_IsReadAsTheSameDuration(string text, string expected)
    {
        Durations.TryParse(text, out var duration);

        var formatted = Durations.Format(duration);

        formatted.Should().Be(expected);
        Durations.TryParse(formatted, out var again).Should().BeTrue();
        again.Should().Be(duration);
    }
}
