using AgentSandbox.Router.FunctionalTests.Support;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class TcpTests
{
    [Fact]
    public async Task Bytes_PassBothWaysWithHalfClose()
    {
        await using var upstream = new RawUpstream(async (head, stream) =>
        {
            using var rest = new MemoryStream();
            await stream.CopyToAsync(rest);
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes($"{head.Length}+{rest.Length}"));
        });
        await using var router = await RouteAsync(TestRouter.Ready("db", Tcp(upstream)));
        using var client = await RawClient.ConnectAsync(router.PortOf("db"));

        await client.SendAsync("\0\r\n\r\nabc");
        client.CloseSending();

        (await client.ReadToEndAsync()).Should().Be("5+3");
        (await router.Router.DrainAsync(Tcp(upstream), TestTimeouts.Default, TestTimeouts.Token())).Should().BeTrue();
    }

    [Fact]
    public async Task DormantBaseline_IsStarted()
    {
        await using var upstream = new RawUpstream("hello");
        await using var router = await RouteAsync(new BaselineRoute { Service = "db", State = BaselineState.Dormant });
        router.Activate = (_, _) => Task.FromResult(BaselineActivation.Started(Tcp(upstream)));

        (await RawClient.ExchangeAsync(router.PortOf("db"), "\r\n\r\n")).Should().Be("hello");
    }

    [Fact]
    public async Task AbsentBaseline_ClosesTheConnection()
    {
        await using var router = await RouteAsync(new BaselineRoute { Service = "db", State = BaselineState.Absent });
        using var client = await RawClient.ConnectAsync(router.PortOf("db"));

        var reading = async () => await client.ReadUntilAsync("x");

        await reading.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task DisposedRouter_ClosesOpenConnections()
    {
        await using var upstream = new RawUpstream((_, stream) => stream.CopyToAsync(Stream.Null));
        var router = await RouteAsync(TestRouter.Ready("db", Tcp(upstream)));
        using var client = await RawClient.ConnectAsync(router.PortOf("db"));
        await client.SendAsync("\r\n\r\n");

        await router.DisposeAsync();

        var reading = async () => await client.ReadUntilAsync("x");
        await reading.Should().ThrowAsync<IOException>();
    }

    private static Uri Tcp(RawUpstream upstream) => new($"tcp://{upstream.Address.Authority}");

    private static async Task<TestRouter> RouteAsync(BaselineRoute route)
    {
        var router = new TestRouter();
        await router.ListenAsync("db", ServiceProtocol.Tcp);
        await router.PublishAsync([route with { Protocol = ServiceProtocol.Tcp }]);
        return router;
    }
}
