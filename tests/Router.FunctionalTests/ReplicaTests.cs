using System.Net;
using System.Net.Sockets;
using AgentSandbox.Router.FunctionalTests.Support;
using AgentSandbox.Router.Routes;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.FunctionalTests;

/// <summary>A service of several replicas, as in a cluster: requests are shared, and a replica that has gone is passed over.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task RequestsOneAfterTheOther_AreShared()
    {
        await using var a = await TestUpstream.NamedAsync("a");
        await using var b = await TestUpstream.NamedAsync("b");
        await using var router = await RouteAsync([], a.Address, b.Address);

        var answers = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await BodyAsync(router));
        }

        answers.Count(answer => answer == "a").Should().Be(10);
        answers.Count(answer => answer == "b").Should().Be(10);
    }

    [Fact]
    public async Task BusyReplica_GetsFewer()
    {
        var release = new TaskCompletionSource();
        await using var busy = await TestUpstream.StartAsync(async context =>
        {
            await release.Task;
            await context.Response.WriteAsync("busy");
        });
        await using var idle = await TestUpstream.NamedAsync("idle");
        await using var router = await RouteAsync([], busy.Address, idle.Address);
        var requests = Enumerable.Range(0, 2).Select(_ => BodyAsync(router)).ToList();
        await (await Task.WhenAny(requests)); // one of the two went to the idle one, so the other is held

        for (var i = 0; i < 10; i++)
        {
            (await BodyAsync(router)).Should().Be("idle");
        }

        release.SetResult();
        (await Task.WhenAll(requests)).Should().BeEquivalentTo(["busy", "idle"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReplicaThatHasGone_IsPassedOver_AlsoWithABody(bool keyed)
    {
        await using var upstream = await TestUpstream.StartAsync(async context => await context.Request.Body.CopyToAsync(context.Response.Body));
        Uri[] replicas = [ClosedAddress(), upstream.Address, ClosedAddress()];
        await using var router = await RouteAsync(replicas, replicas);

        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, router.UriOf("orders")) { Content = new StringContent($"body {i}") };
            if (keyed)
            {
                request.Headers.TryAddWithoutValidation("baggage", "sandbox=pr-1");
            }

            using var response = await router.SendAsync(request);

            response.StatusCode.Should().Be(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync()).Should().Be($"body {i}");
        }

        router.Reached.Should().HaveCount(keyed ? 6 : 0);
        router.Router.Hops.Recent(RoutingKey.Parse("pr-1"), 100).Should().HaveCount(keyed ? 6 : 0, "a try is not a hop");
    }

    [Fact]
    public async Task AllReplicasGone_IsOneBadGateway()
    {
        await using var router = await RouteAsync([], ClosedAddress(), ClosedAddress());

        using var response = await router.GetAsync("orders");

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task RequestThatHasBeenSent_IsNotSentAgain()
    {
        var asked = 0;
        await using var breaking = await TestUpstream.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            context.Abort();
            return Task.CompletedTask;
        });
        await using var other = await TestUpstream.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            context.Abort();
            return Task.CompletedTask;
        });
        await using var router = await RouteAsync([], breaking.Address, other.Address);

        using var request = new HttpRequestMessage(HttpMethod.Post, router.UriOf("orders")) { Content = new StringContent("pay once") };
        using var response = await router.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        asked.Should().Be(1);
    }

    [Fact]
    public async Task TcpReplicaThatHasGone_IsPassedOver()
    {
        await using var upstream = new RawUpstream("hello");
        await using var router = new TestRouter();
        Uri[] replicas = [Tcp(ClosedAddress()), Tcp(upstream.Address)];
        await router.PublishAsync([new BaselineRoute { Service = "db", Protocol = ServiceProtocol.Tcp, State = BaselineState.Ready, Addresses = replicas }]);
        await router.ListenAsync("db", ServiceProtocol.Tcp);

        for (var i = 0; i < 4; i++)
        {
            (await RawClient.ExchangeAsync(router.PortOf("db"), "\r\n\r\n")).Should().Be("hello");
        }
    }

    [Fact]
    public async Task ListenAddress_IsUsed()
    {
        await using var upstream = await TestUpstream.NamedAsync("a");
        await using var router = new TestRouter(options => options.ListenAddress = IPAddress.Parse("127.0.0.2"));
        await router.PublishAsync([TestRouter.Ready("orders", upstream.Address)]);
        var port = await router.ListenAsync("orders");
        using var client = new HttpClient();

        (await client.GetStringAsync($"http://127.0.0.2:{port}/")).Should().Be("a");

        var elsewhere = async () => await client.GetStringAsync($"http://127.0.0.1:{port}/");
        await elsewhere.Should().ThrowAsync<HttpRequestException>();
    }

    private static async Task<TestRouter> RouteAsync(Uri[] forks, params Uri[] baseline)
    {
        var router = new TestRouter();
        var fork = new ForkRoute { Sandbox = "pr-1", Service = "orders", Revision = 1, State = forks.Length > 0 ? ForkState.Ready : ForkState.Unavailable, Addresses = forks };
        await router.PublishAsync(
            [new BaselineRoute { Service = "orders", State = BaselineState.Ready, Addresses = baseline }],
            TestRouter.Live("pr-1", fork));
        await router.ListenAsync("orders");
        return router;
    }

    private static async Task<string> BodyAsync(TestRouter router)
    {
        using var response = await router.GetAsync("orders");
        return await response.Content.ReadAsStringAsync();
    }

    private static Uri ClosedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static Uri Tcp(Uri address) => new($"tcp://{address.Authority}");
}
