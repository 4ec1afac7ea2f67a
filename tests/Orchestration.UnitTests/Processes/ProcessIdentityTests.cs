using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.UnitTests.Processes;

public sealed class ProcessIdentityTests
{
    [Theory]
    [InlineData("b6a5")]
    [InlineData("")]
    public void Text_ReadBack_Same(string boot)
    {
        var identity = new ProcessIdentity(12, 345678901234, boot);

        ProcessIdentity.TryParse(identity.ToString(), out var read).Should().BeTrue();
        read.Should().Be(identity);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1@2")]
    [InlineData("x@2@b")]
    [InlineData("-1@2@b")]
    public void TryParse_NoIdentity_False(string? text) => ProcessIdentity.TryParse(text, out _).Should().BeFalse();
}
