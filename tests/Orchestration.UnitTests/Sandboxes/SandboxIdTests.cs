using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests.Sandboxes;

public sealed class SandboxIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("pr-42")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123")]
    public void DnsLabel_IsAName(string text) => SandboxId.Parse(text).Value.Value.Should().Be(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("feature/x")]
    [InlineData("-leading")]
    [InlineData("trailing-")]
    [InlineData("4pr")]
    [InlineData("UPPER")]
    [InlineData("ünïcode")]
    [InlineData("dot.ted")]
    [InlineData("line\nbreak")]
    [InlineData("..")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void AnythingElse_IsRefusedWithOneNextStep(string? text)
    {
        var result = SandboxId.Parse(text);

        result.Failure!.Code.Should().Be(FailureCodes.InvalidName);
        result.Failure.Hint.Should().Contain("'pr-42'");
        result.Failure.Message.Should().NotContain("\n");
    }

    [Fact]
    public void ThreeHundredCharacters_AreNotRepeatedInFull() =>
        SandboxId.Parse(new string('x', 300)).Failure!.Message.Length.Should().BeLessThan(250);

    [Theory]
    [InlineData("feature/Cheaper_Shipping", "feature-cheaper-shipping")]
    [InlineData("42-fix", "s-42-fix")]
    [InlineData("--a--b--", "a-b")]
    [InlineData("naïve", "na-ve")]
    public void BranchName_BecomesAName(string branch, string expected)
    {
        SandboxId.TryMakeFrom(branch, out var id).Should().BeTrue();
        id!.Value.Value.Should().Be(expected);
    }

    [Fact]
    public void LongBranchName_IsCutToAName()
    {
        SandboxId.TryMakeFrom(new string('a', 49) + "/" + new string('b', 300), out var id).Should().BeTrue();

        SandboxId.Parse(id!.Value.Value).IsSuccess.Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("///")]
    [InlineData("日本")]
    public void NothingUsable_MakesNoName(string branch) => SandboxId.TryMakeFrom(branch, out _).Should().BeFalse();
}
