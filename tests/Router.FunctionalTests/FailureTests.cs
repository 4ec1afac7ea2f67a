using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentSandbox.Router.FunctionalTests.Support;
using AgentSandbox.Router.Hops;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class FailureTests
{
    [Fact]
    public async Task NothingListens_GivesBadGatewayThatNamesTheFork()
    {
        await using var router = await RouteAsync(ClosedAddress());

        using var response = await router.GetAsync("orders", "pr-1");

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        var problem = await response.Content.ReadAsStringAsync();
        problem.Should().Contain("\"code\":\"upstream_unreachable\"").And.Contain("Revision 3 of the fork of service 'orders' in sandbox 'pr-1'")
            .And.Contain("refused").And.Contain("\"revision\":3").And.Contain("nextStep");
        response.Headers.GetValues("x-sandbox-route").Should().Equal("orders=router; error=upstream_unreachable");
        router.Reached.Should().BeEmpty();
        var hop = router.Router.Hops.Recent(RoutingKey.Parse("pr-1"), 1).Single();
        hop.Should().BeEquivalentTo(new { AnsweredBy = HopAnswer.Router, Sandbox = "pr-1", Revision = 3, Status = 502, ErrorCode = "upstream_unreachable" });
    }

    [Fact]
    public async Task SilentUpstream_GivesGatewayTimeout()
    {
        await using var upstream = new RawUpstream((_, stream) => stream.CopyToAsync(Stream.Null));
        await using var router = await RouteAsync(upstream.Address, options => options.ResponseTimeout = TimeSpan.FromMilliseconds(200));

        using var response = await router.GetAsync("orders", "pr-1");

        response.StatusCode.Should().Be(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync()).Should().Contain("upstream_timeout").And.Contain("0.2 s");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")]
    public async Task BrokenResponse_GivesBadGateway(string answer)
    {
        await using var upstream = new RawUpstream(answer);
        await using var router = await RouteAsync(upstream.Address);

        using var response = await router.GetAsync("orders", "pr-1");

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync()).Should().Contain("upstream_failed");
    }

    [Fact]
    public async Task ResponseThatBreaksOff_IsNotMadeToLookWhole()
    {
        await using var upstream = new RawUpstream("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        await using var router = await RouteAsync(upstream.Address);

        var reading = async () => await (await router.GetAsync("orders", "pr-1")).Content.ReadAsStringAsync();

        await reading.Should().ThrowAsync<HttpRequestException>();
        await router.Router.DrainAsync(upstream.Address, TestTimeouts.Default, TestTimeouts.Token());
        router.Router.Hops.Recent(RoutingKey.Parse("pr-1"), 1).Single().Should()
            .BeEquivalentTo(new { AnsweredBy = HopAnswer.Fork, Status = 200, ErrorCode = RouterErrorCodes.ResponseAborted });
    }

    [Fact]
    public async Task ClientThatLeaves_EndsTheUpstreamRequest()
    {
        var arrived = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            arrived.SetResult();
            await aborted.Task;
        });
        await using var router = await RouteAsync(upstream.Address);
        using var client = await RawClient.ConnectAsync(router.PortOf("orders"));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nx-sandbox-key: pr-1\r\n\r\n");
        await arrived.Task.WaitAsync(TestTimeouts.Default);

        client.Reset();

        await aborted.Task.WaitAsync(TestTimeouts.Default);
        (await router.Router.DrainAsync(upstream.Address, TestTimeouts.Default, TestTimeouts.Token())).Should().BeTrue();
    }

    [Fact]
    public async Task UploadThatBreaksOff_EndsTheUpstreamRequest()
    {
        var arrived = new TaskCompletionSource();
        var failed = new TaskCompletionSource();
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            try
            {
                await context.Request.Body.ReadExactlyAsync(new byte[3]);
                arrived.SetResult();
                await context.Request.Body.CopyToAsync(Stream.Null);
            }
            catch (IOException)
            {
                failed.SetResult();
            }
        });
        await using var router = await RouteAsync(upstream.Address);
        using var client = await RawClient.ConnectAsync(router.PortOf("orders"));
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nx-sandbox-key: pr-1\r\nContent-Length: 1000\r\n\r\nabc");
        await arrived.Task.WaitAsync(TestTimeouts.Default);

        client.Reset();

        await failed.Task.WaitAsync(TestTimeouts.Default);
    }

    [Fact]
    public async Task TooLargeBody_IsRefused()
    {
        await using var upstream = await TestUpstream.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var router = await RouteAsync(upstream.Address, options => options.MaxRequestBodyBytes = 10);

        var answer = await RawClient.ExchangeAsync(
            router.PortOf("orders"), "POST / HTTP/1.1\r\nHost: x\r\nx-sandbox-key: pr-1\r\nContent-Length: 11\r\n\r\n01234567890");

        answer.Should().StartWith("HTTP/1.1 413").And.Contain("request_refused");
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n")]
    [InlineData("GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task DoubtfulRequest_IsRefusedAndNothingReachesTheUpstream(string request)
    {
        await using var upstream = new RawUpstream("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var router = new TestRouter();
        await router.ListenAsync("orders");
        await router.PublishAsync([TestRouter.Ready("orders", upstream.Address)]);

        var answer = await RawClient.ExchangeAsync(router.PortOf("orders"), request);

        answer.Should().StartWith("HTTP/1.1 400");
        answer.Split("HTTP/1.1 ").Should().HaveCount(2, "a refused request ends its connection");
        upstream.LastHead.Should().NotContain("chunked\r\n\r\nHTTP");
    }

    [Fact]
    public async Task AbsoluteTarget_IsForwardedAsPath()
    {
        await using var upstream = new RawUpstream("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var router = new TestRouter();
        await router.ListenAsync("orders");
        await router.PublishAsync([TestRouter.Ready("orders", upstream.Address)]);

        await RawClient.ExchangeAsync(router.PortOf("orders"), "GET http://x/a?b=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        upstream.LastHead.Should().StartWith("GET /a?b=1 HTTP/1.1\r\n");
    }

    private static async Task<TestRouter> RouteAsync(Uri address, Action<RouterOptions>? configure = null)
    {
        var router = new TestRouter(configure);
        await router.ListenAsync("orders");
        await router.PublishAsync([], TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "orders", address, revision: 3)));
        return router;
    }

    private static Uri ClosedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
