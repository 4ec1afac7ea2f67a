using AgentSandbox.Router.Carriers;
using Microsoft.Extensions.Primitives;

namespace AgentSandbox.Router.UnitTests.Carriers;

public sealed class BaggageHeaderTests
{
    private static readonly RoutingKey s_key = RoutingKey.Parse("pr-1");

    [Theory]
    [InlineData("sandbox = pr-9", "sandbox=pr-1")]
    [InlineData("a=1,sandbox=pr-9;p=1, b = 2;q=%20 ", "sandbox=pr-1,a=1,b = 2;q=%20")]
    [InlineData("sandbox-request=old,sandboxes=3,Sandbox=4", "sandbox=pr-1,sandboxes=3,Sandbox=4")]
    [InlineData(" , broken,=x", "sandbox=pr-1,broken,=x")]
    [InlineData("", "sandbox=pr-1")]
    public void Compose_PutsOursFirstAndKeepsOthersByteForByte(string existing, string expected)
    {
        BaggageHeader.Compose(s_key, null, existing).Should().Be(expected);
    }

    [Fact]
    public void Compose_SeveralHeaders_BecomeOneInOrder()
    {
        BaggageHeader.Compose(s_key, "r1", new StringValues(["a=1,a=2", "sandbox=pr-1", "b=3"]))
            .Should().Be("sandbox=pr-1,sandbox-request=r1,a=1,a=2,b=3");
    }

    [Fact]
    public void Compose_BeyondMemberLimit_DropsWholeMembersFromTheEnd()
    {
        var existing = string.Join(',', Enumerable.Range(0, 300).Select(i => $"m{i}=v"));

        var members = BaggageHeader.Compose(s_key, "r1", existing).Split(',');

        members.Should().HaveCount(BaggageHeader.MaxMembers);
        members[^1].Should().Be("m177=v");
    }

    [Fact]
    public void Compose_BeyondByteLimit_DropsWholeMembersFromTheEnd()
    {
        var existing = string.Join(',', Enumerable.Range(0, 20).Select(i => $"m{i:00}={new string('x', 500)}"));

        var text = BaggageHeader.Compose(s_key, null, existing);

        text.Length.Should().BeLessThanOrEqualTo(BaggageHeader.MaxBytes);
        text.Split(',').Skip(1).Should().OnlyContain(member => member.Length == 504).And.HaveCount(16);
    }

    [Theory]
    [InlineData("sandbox=pr-1,a=1,sandbox-request=x", "a=1")]
    [InlineData("sandbox=pr-1", null)]
    public void WithoutOwn_LeavesOnlyOthers(string existing, string? expected)
    {
        BaggageHeader.WithoutOwn(existing).Should().Be(expected);
    }

    [Theory]
    [InlineData(" pr-1 ", "pr-1")]
    [InlineData("pr-1;p=1", "pr-1")]
    [InlineData("pr-1%3Bp=1", "pr-1")]
    [InlineData("pr%2D1\t", "pr-1")]
    [InlineData("%20pr-1%20", "pr-1")]
    [InlineData("100%", "100%")]
    public void Decode_UnderstandsWhiteSpacePercentAndFoldedProperties(string raw, string expected)
    {
        BaggageHeader.Decode(raw.AsMemory()).ToString().Should().Be(expected);
    }
}
