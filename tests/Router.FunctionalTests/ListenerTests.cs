using System.Net;
using System.Net.Sockets;
using AgentSandbox.Router.FunctionalTests.Support;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class ListenerTests
{
    [Theory]
    [InlineData(ServiceProtocol.Http)]
    [InlineData(ServiceProtocol.H2c)]
    [InlineData(ServiceProtocol.Tcp)]
    public async Task PortOfSomebodyElse_GivesTypedError(ServiceProtocol protocol)
    {
        await using var router = new TestRouter();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var listening = () => router.Router.EnsureListenerAsync("orders", protocol, port, TestTimeouts.Token());

        var thrown = (await listening.Should().ThrowAsync<PortInUseException>()).Which;
        thrown.Port.Should().Be(port);
        thrown.Service.Should().Be("orders");
    }

    [Fact]
    public async Task EnsureTwice_KeepsThePort()
    {
        await using var router = new TestRouter();

        var first = await router.ListenAsync("orders");
        var second = await router.ListenAsync("orders");

        second.Should().Be(first);
    }

    [Fact]
    public async Task OtherProtocol_ReplacesTheListenerOnTheSamePort()
    {
        await using var router = new TestRouter();

        var first = await router.ListenAsync("orders");
        var second = await router.ListenAsync("orders", ServiceProtocol.H2c);

        second.Should().Be(first);
    }

    [Fact]
    public async Task RemovedListener_FreesItsPort()
    {
        await using var router = new TestRouter();
        var port = await router.ListenAsync("orders");

        await router.Router.RemoveListenerAsync("orders", TestTimeouts.Token());

        var again = await router.Router.EnsureListenerAsync("payments", ServiceProtocol.Http, port, TestTimeouts.Token());
        again.Should().Be(port);
    }

    [Fact]
    public async Task Listeners_AreOnLoopbackOnly()
    {
        await using var router = new TestRouter();
        var port = await router.ListenAsync("orders");
        var outside = Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).Where(address => !IPAddress.IsLoopback(address)).ToArray();
        using var socket = new TcpListener(outside.FirstOrDefault() ?? IPAddress.Parse("127.0.0.2"), port);

        // The address is free only if the router does not hold the port on every address.
        var binding = () => socket.Start();

        binding.Should().NotThrow();
    }
}
