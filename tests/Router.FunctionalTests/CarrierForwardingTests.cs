using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.FunctionalTests.Support;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class CarrierForwardingTests : IAsyncLifetime
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private readonly RawUpstream _upstream = new(Ok);
    private readonly TestRouter _router = new(options => options.ForeignCarriers.Add(Carrier.Foreign(CarrierKind.Header, "sd-routing-key")));

    public async Task InitializeAsync()
    {
        await _router.ListenAsync("orders");
        await _router.PublishAsync([TestRouter.Ready("orders", _upstream.Address)], TestRouter.Live("pr-1"));
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task UnkeyedRequest_ArrivesUnchanged()
    {
        const string Headers = "Host: shop.test\r\nbaggage: a = 1;p, b=2\r\ntracestate: x=1\r\nX-One: ä\r\nAccept: */*\r\n";

        await SendAsync("GET /a%2Fb/../c//d?x=%7e&y=a+b HTTP/1.1\r\n" + Headers);

        var lines = _upstream.LastHead.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().Be("GET /a%2Fb/../c//d?x=%7e&y=a+b HTTP/1.1");
        lines.Skip(1).Should().BeEquivalentTo(Headers.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task KeyedRequest_GetsBothCarriersCanonically()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: shop.test\r\nbaggage: a=1\r\nbaggage: sandbox = pr-1%3Bp=1 , b = 2\r\n");

        var baggage = Header("baggage").Should().ContainSingle().Which;
        baggage.Should().MatchRegex("^sandbox=pr-1,sandbox-request=[0-9a-f]{16},a=1,b = 2$");
        Header("x-sandbox-key").Should().Equal("pr-1");
        TraceParent.ReadTraceId(Header("traceparent").Single()).Should().NotBeNull();
    }

    [Fact]
    public async Task KeyInForeignCarrier_IsKeptAndJoinedByOurs()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: shop.test\r\nsd-routing-key: pr-1\r\n");

        Header("sd-routing-key").Should().Equal("pr-1");
        Header("x-sandbox-key").Should().Equal("pr-1");
        Header("baggage").Single().Should().StartWith("sandbox=pr-1,");
    }

    [Fact]
    public async Task UnknownForeignValue_AddsNothing()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: shop.test\r\nsd-routing-key: else\r\n");

        _upstream.LastHead.Should().NotContain("sandbox").And.NotContain("traceparent").And.NotContain("orwarded");
    }

    [Fact]
    public async Task TraceparentOfKeyedRequest_IsKept()
    {
        const string Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

        await SendAsync($"GET / HTTP/1.1\r\nHost: shop.test\r\nx-sandbox-key: pr-1\r\ntraceparent: {Traceparent}\r\n");

        Header("traceparent").Should().Equal(Traceparent);
    }

    [Fact]
    public async Task RequestIdOfKeyedRequest_IsKept()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: shop.test\r\nbaggage: sandbox=pr-1,sandbox-request=abc\r\n");

        Header("baggage").Should().Equal("sandbox=pr-1,sandbox-request=abc");
    }

    [Fact]
    public async Task ForwardedHeaders_AreAppendedToKeyedRequests()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: shop.test\r\nx-sandbox-key: pr-1\r\nX-Forwarded-For: 10.0.0.1\r\n");

        Header("X-Forwarded-For").Should().Equal("10.0.0.1, 127.0.0.1");
        Header("X-Forwarded-Host").Should().Equal("shop.test");
        Header("X-Forwarded-Proto").Should().Equal("http");
        Header("Forwarded").Should().Equal("for=127.0.0.1;host=\"shop.test\";proto=http");
        Header("Host").Should().Equal("shop.test");
    }

    [Fact]
    public async Task HopByHopHeaders_AreNotForwarded()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: X-Mine, x-sandbox-key\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nProxy-Authorization: Basic x\r\nTE: gzip\r\nx-sandbox-key: pr-1\r\n");

        _upstream.LastHead.Should().NotContain("X-Mine").And.NotContain("Keep-Alive").And.NotContain("Proxy-Auth").And.NotContain("TE:");
        Header("x-sandbox-key").Should().Equal("pr-1");
    }

    [Fact]
    public async Task ExternalService_GetsItsOwnHostAndNotOurCarriers()
    {
        await PublishExternalAsync(carryKey: false);

        await SendAsync("GET /x HTTP/1.1\r\nHost: shop.test\r\nbaggage: a=1,sandbox=pr-1,sandbox-request=r\r\nx-sandbox-key: pr-1\r\nsd-routing-key: pr-1\r\n");

        Header("Host").Should().Equal(_upstream.Address.Authority);
        Header("baggage").Should().Equal("a=1");
        Header("sd-routing-key").Should().Equal("pr-1");
        _upstream.LastHead.Should().NotContain("sandbox").And.NotContain("orwarded").And.NotContain("traceparent");
        _router.Router.Hops.Recent(RoutingKey.Parse("pr-1"), 1).Single().External.Should().BeTrue();
    }

    [Fact]
    public async Task ExternalServiceThatCarries_GetsOurCarriers()
    {
        await PublishExternalAsync(carryKey: true);

        await SendAsync("GET /x HTTP/1.1\r\nHost: shop.test\r\nx-sandbox-key: pr-1\r\n");

        Header("Host").Should().Equal(_upstream.Address.Authority);
        Header("x-sandbox-key").Should().Equal("pr-1");
        Header("baggage").Single().Should().StartWith("sandbox=pr-1,");
    }

    [Fact]
    public async Task ForgedRouteHeaderOfUpstream_IsRemoved()
    {
        await using var forger = new RawUpstream("HTTP/1.1 200 OK\r\nX-Sandbox-Route: orders=fork; sandbox=pr-1; revision=9\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await _router.PublishAsync([TestRouter.Ready("orders", forger.Address)], TestRouter.Live("pr-1"));

        using var unkeyed = await _router.GetAsync("orders");
        using var keyed = await _router.GetAsync("orders", "pr-1");

        unkeyed.Headers.Contains("x-sandbox-route").Should().BeFalse();
        keyed.Headers.GetValues("x-sandbox-route").Should().Equal("orders=baseline");
    }

    private Task PublishExternalAsync(bool carryKey) => _router.PublishAsync(
        [new BaselineRoute { Service = "orders", State = BaselineState.Ready, Address = _upstream.Address, External = true, CarryKey = carryKey }],
        TestRouter.Live("pr-1"));

    private async Task SendAsync(string head)
    {
        using var client = await RawClient.ConnectAsync(_router.PortOf("orders"));
        await client.SendAsync(head + "\r\n");
        (await client.ReadUntilAsync("\r\n\r\n")).Should().StartWith("HTTP/1.1 200");
    }

    private string[] Header(string name) =>
    [
        .. _upstream.LastHead.Split("\r\n")
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim()),
    ];
}
