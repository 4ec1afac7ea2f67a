using AgentSandbox.Router.Forwarding;

namespace AgentSandbox.Router.UnitTests.Forwarding;

public sealed class HopByHopHeadersTests
{
    [Theory]
    [InlineData("close")]
    [InlineData("keep-alive, Upgrade, TE")]
    [InlineData("Host, content-length, baggage")]
    public void ConnectionWithoutOtherNames_NamesNothing(string connection)
    {
        HopByHopHeaders.NamedBy(connection).Should().BeNull();
    }

    [Fact]
    public void ConnectionWithOtherNames_NamesThem()
    {
        HopByHopHeaders.NamedBy("close, X-One ,x-two").Should().BeEquivalentTo("X-One", "x-two");
    }
}
