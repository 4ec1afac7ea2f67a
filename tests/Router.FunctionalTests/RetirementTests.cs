using System.Net;
using AgentSandbox.Router.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class RetirementTests
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task RetiredListener_EndsConnectionsWithTheirNextAnswer()
    {
        await using var upstream = await TestUpstream.NamedAsync("baseline");
        await using var router = new TestRouter();
        var port = await router.ListenAsync("orders");
        await router.PublishAsync([TestRouter.Ready("orders", upstream.Address)]);
        using var client = await RawClient.ConnectAsync(port);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: orders\r\n\r\n");
        (await client.ReadUntilAsync("baseline")).Should().NotContain("Connection: close");

        var retirement = router.Router.RetireListenerAsync("orders", s_quiet, s_never, TestTimeouts.Token());
        await client.SendAsync("GET / HTTP/1.1\r\nHost: orders\r\n\r\n");

        (await client.ReadToEndAsync()).Should().Contain("200 OK").And.Contain("Connection: close");
        await retirement.WaitAsync(TestTimeouts.Default);
        router.Router.Listeners.Should().BeEmpty();
    }

    [Fact]
    public async Task RetiredListenerWithAnOpenConnection_StaysUntilItsLimit()
    {
        await using var router = new TestRouter();
        var port = await router.ListenAsync("orders");
        using var client = await RawClient.ConnectAsync(port);
        SpinWait.SpinUntil(() => router.Router.Listeners[0].Connections == 1, TestTimeouts.Default).Should().BeTrue();

        await router.Router.RetireListenerAsync("orders", TimeSpan.Zero, s_quiet, TestTimeouts.Token()).WaitAsync(TestTimeouts.Default);

        router.Router.Listeners.Should().BeEmpty();
    }

    [Fact]
    public async Task ServiceOfARetiredListener_CanListenElsewhere()
    {
        await using var upstream = await TestUpstream.NamedAsync("baseline");
        await using var router = new TestRouter();
        var old = await router.ListenAsync("orders");
        await router.PublishAsync([TestRouter.Ready("orders", upstream.Address)]);
        var retirement = router.Router.RetireListenerAsync("orders", s_never, s_never, CancellationToken.None);

        var next = await router.ListenAsync("orders");

        next.Should().NotBe(old);
        router.Router.Listeners.Select(listener => (listener.Port, listener.IsRetired)).Should().BeEquivalentTo([(next, false), (old, true)]);
        (await RawClient.ExchangeAsync(old, "GET / HTTP/1.1\r\nHost: orders\r\n\r\n")).Should().Contain("baseline");
        retirement.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task RetiredListenerThatIsWantedAgain_IsKept()
    {
        await using var upstream = await TestUpstream.NamedAsync("baseline");
        await using var router = new TestRouter();
        var port = await router.ListenAsync("orders");
        await router.PublishAsync([TestRouter.Ready("orders", upstream.Address)]);
        var retirement = router.Router.RetireListenerAsync("orders", s_never, s_never, TestTimeouts.Token());

        (await router.Router.EnsureListenerAsync("orders", ServiceProtocol.Http, port, TestTimeouts.Token())).Should().Be(port);

        await retirement.WaitAsync(TestTimeouts.Default);
        router.Router.Listeners.Should().ContainSingle(listener => !listener.IsRetired);
        using var response = await router.GetAsync("orders");
        response.Headers.ConnectionClose.Should().NotBe(true);
    }

    [Fact]
    public async Task RetiredListenerOnThePortOfAnotherService_MakesRoom()
    {
        await using var router = new TestRouter();
        var port = await router.ListenAsync("orders");
        var retirement = router.Router.RetireListenerAsync("orders", s_never, s_never, TestTimeouts.Token());

        (await router.Router.EnsureListenerAsync("payments", ServiceProtocol.Http, port, TestTimeouts.Token())).Should().Be(port);

        await retirement.WaitAsync(TestTimeouts.Default);
        router.Router.Listeners.Should().ContainSingle().Which.Service.Should().Be("payments");
    }

    [Fact]
    public async Task EndedConnectionsOfH2c_LoseNoRequest()
    {
        await using var upstream = await TestUpstream.StartAsync(context => context.Response.WriteAsync("baseline"), HttpProtocols.Http2);
        await using var router = new TestRouter();
        var port = await router.ListenAsync("orders", ServiceProtocol.H2c);
        await router.PublishAsync([TestRouter.Ready("orders", upstream.Address)]);
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        (await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"))).Should().Be("baseline");

        router.Router.SetConnectionMode("orders", ConnectionMode.EndedAfterAnswer);

        for (var i = 0; i < 20; i++)
        {
            (await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"))).Should().Be("baseline");
        }

        SpinWait.SpinUntil(() => router.Router.Listeners[0].Connections == 0, TestTimeouts.Default).Should().BeTrue("each answer ends its connection");
    }
}
