using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Hops;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AgentSandbox.Router.UnitTests.Carriers;

public sealed class CarrierReaderTests
{
    private readonly CarrierReader _reader = new(
    [
        Carrier.Foreign(CarrierKind.Header, "sd-routing-key"),
        Carrier.Foreign(CarrierKind.BaggageMember, "mirrord-session"),
    ]);

    /// <summary>What .NET 10 and others really send; see the routing reference.</summary>
    [Theory]
    [InlineData("sandbox=pr-1", "pr-1")]
    [InlineData("sandbox = pr-1", "pr-1")]
    [InlineData("sandbox = pr-1%3Bp=1, other = 2", "pr-1")]
    [InlineData("other=2,\tsandbox\t=\tpr-1 ; p=1", "pr-1")]
    [InlineData("sandbox=pr-12", "pr-12")]
    [InlineData("sandbox=pr-1,sandbox = pr-1;x", "pr-1")]
    public void OwnMember_IsRead(string baggage, string key)
    {
        var reading = Read(("baggage", baggage));

        reading.Key.ToString().Should().Be(key);
        reading.Origin.Should().Be(KeyOrigin.Own);
        reading.Carriers.Should().Be(HopCarriers.Baggage);
        reading.ConflictingKey.Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("my-sandbox=pr-1")]
    [InlineData("sandbox2=pr-1,Sandbox=pr-1")]
    [InlineData("sandbox")]
    [InlineData("a=sandbox=pr-1")]
    public void OtherMembers_AreNoKey(string baggage)
    {
        Read(("baggage", baggage)).Origin.Should().Be(KeyOrigin.None);
    }

    [Fact]
    public void SeveralBaggageHeaders_AreOne()
    {
        var headers = new HeaderDictionary { ["baggage"] = new StringValues(["a=1", "sandbox=pr-1"]) };

        _reader.Read(headers).Key.ToString().Should().Be("pr-1");
    }

    [Fact]
    public void BothOwnCarriersAlike_AreOneKey()
    {
        var reading = Read(("baggage", "sandbox = pr-1"), ("x-sandbox-key", "pr-1, pr-1"));

        reading.ConflictingKey.Should().BeNull();
        reading.Carriers.Should().Be(HopCarriers.Baggage | HopCarriers.Header);
    }

    [Theory]
    [InlineData("sandbox=pr-1,sandbox=pr-2", null, null)]
    [InlineData("sandbox=pr-1", "pr-2", null)]
    [InlineData("sandbox=pr-1", null, "pr-2")]
    [InlineData("mirrord-session=pr-1", null, "pr-2")]
    [InlineData("", "pr-1,pr-2", null)]
    public void TwoKeys_Conflict(string baggage, string? own, string? foreign)
    {
        var reading = Read(("baggage", baggage), ("x-sandbox-key", own), ("sd-routing-key", foreign));

        reading.ConflictingKey.Should().Be("pr-2");
    }

    [Fact]
    public void ForeignCarrierAlone_IsForeign()
    {
        var reading = Read(("baggage", "mirrord-session = abc"));

        reading.Origin.Should().Be(KeyOrigin.Foreign);
        reading.Carriers.Should().Be(HopCarriers.Foreign);
    }

    [Fact]
    public void OwnAndForeignAlike_AreOwn()
    {
        Read(("x-sandbox-key", "pr-1"), ("baggage", "mirrord-session=pr-1")).Origin.Should().Be(KeyOrigin.Own);
    }

    [Theory]
    [InlineData("x-sandbox-key", KeyOrigin.Own)]
    [InlineData("sd-routing-key", KeyOrigin.None)]
    public void EmptyValue_CountsOnlyInOurCarriers(string header, object origin)
    {
        Read((header, "")).Origin.Should().Be((KeyOrigin)origin);
    }

    [Theory]
    [InlineData("sandbox-request = abc-1.2_3", "abc-1.2_3")]
    [InlineData("sandbox-request=a b", null)]
    [InlineData("sandbox-request=01234567890123456789012345678901234567890123456789012345678901234", null)]
    public void RequestMember_IsReadWhenValid(string baggage, string? expected)
    {
        Read(("baggage", baggage)).RequestId.Should().Be(expected);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", null)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", null)]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", null)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", null)]
    [InlineData("short", null)]
    public void Traceparent_GivesTraceIdWhenValid(string traceparent, string? expected)
    {
        var reading = Read(("traceparent", traceparent));

        reading.TraceId.Should().Be(expected);
        reading.HasTraceparent.Should().BeTrue();
    }

    [Fact]
    public void ComposedTraceparent_IsValid()
    {
        var traceId = TraceParent.NewTraceId();

        TraceParent.ReadTraceId(TraceParent.Compose(traceId)).Should().Be(traceId);
    }

    private CarrierReading Read(params (string Name, string? Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                dictionary[name] = value;
            }
        }

        return _reader.Read(dictionary);
    }
}
