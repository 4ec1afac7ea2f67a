namespace AgentSandbox.Router.UnitTests;

public sealed class RoutingKeyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("pr-1")]
    [InlineData("a1-b2--c3")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123")]
    public void DnsLabel_IsAKey(string text)
    {
        RoutingKey.TryParse(text, out var key, out var problem).Should().BeTrue();

        key.Value.Should().Be(text);
        problem.Should().BeNull();
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("1a", "start")]
    [InlineData("-a", "start")]
    [InlineData("a-", "end")]
    [InlineData("Pr-1", "U+0050")]
    [InlineData("a b", "U+0020")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("a.b", "U+002E")]
    [InlineData("ä", "U+00E4")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234", "64")]
    public void OtherText_IsNoneAndTheProblemSaysWhy(string? text, string because)
    {
        RoutingKey.TryParse(text, out var key, out var problem).Should().BeFalse();

        key.Should().Be(default(RoutingKey));
        problem.Should().Contain(because).And.NotContain("\n");
    }

    [Fact]
    public void Parse_OtherText_Throws()
    {
        var parsing = () => RoutingKey.Parse("not a key");

        parsing.Should().Throw<FormatException>().WithMessage("*not a key*");
    }
}
