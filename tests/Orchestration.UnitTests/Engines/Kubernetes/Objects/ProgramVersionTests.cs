using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Objects;

public sealed class ProgramVersionTests
{
    [Theory]
    [InlineData("0.1.0", "0.1.7", true)]
    [InlineData("0.1.0", "0.2.0", false)]
    [InlineData("1.1.0", "1.2.0", true)]
    [InlineData("1.9.0", "2.0.0", false)]
    [InlineData("0.1.0-preview.2", "0.1.0", true)]
    [InlineData("dirty", "0.1.0", true)]
    public void Versions_GoTogether_AsFarAsNumbersPromiseIt(string one, string other, bool expected) =>
        ProgramVersion.AreCompatible(one, other).Should().Be(expected);

    [Fact]
    public void Current_IsANumber() => Version.TryParse(ProgramVersion.Current.Split('-')[0], out _).Should().BeTrue(ProgramVersion.Current);
}
