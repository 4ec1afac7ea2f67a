using AgentSandbox.Router.FunctionalTests.Support;
using AgentSandbox.Router.Hops;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.FunctionalTests;

/// <summary>A chain of two services, of which the first passes on what a test tells it to.</summary>
public sealed class HopTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly TestRouter _router = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false });
    private string[] _passedOn = [];
    private TestUpstream _orders = null!; // set before each test
    private TestUpstream _payments = null!; // set before each test

    public async Task InitializeAsync()
    {
        await _router.ListenAsync("orders");
        await _router.ListenAsync("payments");
        _payments = await TestUpstream.NamedAsync("payments");
        _orders = await TestUpstream.StartAsync(CallPaymentsAsync);
        await _router.PublishAsync(
            [TestRouter.Ready("orders", _orders.Address), TestRouter.Ready("payments", _payments.Address)],
            TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "payments", _payments.Address, revision: 4)));
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _orders.DisposeAsync();
        await _payments.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task KeyPassedOn_BothHopsAreRecorded()
    {
        var hops = await SendAsync("baggage", "traceparent");

        hops.Should().HaveCount(2);
        hops[0].Should().BeEquivalentTo(new
        {
            Service = "orders",
            AnsweredBy = HopAnswer.Baseline,
            Key = "pr-1",
            Sandbox = (string?)null,
            Status = 200,
            Method = "GET",
            Path = "/buy",
            RequestId = "req-1",
            TraceId,
            Carriers = HopCarriers.Baggage | HopCarriers.RequestId | HopCarriers.Traceparent,
            External = false,
        });
        hops[1].Should().BeEquivalentTo(new
        {
            Service = "payments",
            AnsweredBy = HopAnswer.Fork,
            Key = "pr-1",
            Sandbox = "pr-1",
            Revision = 4,
            Status = 200,
            RequestId = "req-1",
        });
        hops.Should().OnlyContain(hop => hop.Duration > TimeSpan.Zero);
    }

    [Fact]
    public async Task KeyLostButTraceKept_ShowsTheLossAtTheSecondHop()
    {
        var hops = await SendAsync("traceparent");

        hops.Should().HaveCount(2);
        hops[1].Should().BeEquivalentTo(new { Service = "payments", AnsweredBy = HopAnswer.Baseline, Key = (string?)null, LostKey = "pr-1", RequestId = "req-1" });
    }

    [Fact]
    public async Task HeaderPassedOnButTraceLost_StillJoinsByRequestId()
    {
        var hops = await SendAsync("baggage");

        hops.Should().HaveCount(2);
        hops[1].Should().BeEquivalentTo(new { Service = "payments", AnsweredBy = HopAnswer.Fork, RequestId = "req-1" });
    }

    [Fact]
    public async Task KeyAndTraceLost_LeavesOneHop()
    {
        var hops = await SendAsync();

        hops.Should().ContainSingle().Which.Service.Should().Be("orders");
    }

    [Fact]
    public async Task RecentHops_AreFoundByKey()
    {
        await SendAsync("baggage", "traceparent");

        _router.Router.Hops.Recent(RoutingKey.Parse("pr-1"), 10).Select(hop => hop.Service).Should().Equal("payments", "orders");
    }

    private async Task<IReadOnlyList<Hop>> SendAsync(params string[] passedOn)
    {
        _passedOn = passedOn;
        using var capture = _router.Router.Hops.Register("req-1", TraceId);
        using var response = await _router.GetAsync("orders", path: "/buy?card=4111", configure: request =>
        {
            request.Headers.TryAddWithoutValidation("baggage", "sandbox=pr-1,sandbox-request=req-1");
            request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");
        });
        (await response.Content.ReadAsStringAsync()).Should().Be("orders, payments");
        await capture.WaitIdleAsync(TestTimeouts.Token());
        var snapshot = capture.Snapshot();
        snapshot.Overflowed.Should().BeFalse();
        snapshot.InFlight.Should().Be(0);
        return snapshot.Hops;
    }

    private async Task CallPaymentsAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _router.UriOf("payments"));
        foreach (var name in _passedOn)
        {
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)context.Request.Headers[name]!);
        }

        using var response = await _client.SendAsync(request);
        await context.Response.WriteAsync("orders, " + await response.Content.ReadAsStringAsync());
    }
}
