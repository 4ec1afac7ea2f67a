using System.Net.Sockets;
using System.Text;
using AgentSandbox.FunctionalTests.Routers.Support;
using AgentSandbox.Router;
using AgentSandbox.TestKit.Cluster;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.FunctionalTests.Routers;

public sealed class RouterPodTests
{
    private const string Address = "127.0.0.2";

    private static readonly Dictionary<int, int> s_noPorts = [];

    private readonly int _routerPort = PodServer.FreePort();
    private readonly int _podPort = PodServer.FreePort();

    [Fact]
    public async Task KeyedRequests_MeetTheForkAndAllOthersTheBaseline()
    {
        await using var space = new RouterNamespace();
        await using var baseline = await PodServer.NamedAsync("127.0.0.11", _podPort, "baseline");
        await using var fork = await PodServer.NamedAsync("127.0.0.12", _podPort, "fork");
        await space.StartOperatorAsync();
        await StartAsync(space);
        await space.PublishAsync(RouterNamespace.Live("pr-1", "orders", 1, Ports(), hosts: "127.0.0.12"), "r-1");

        (await space.GetAsync(Address, _routerPort, "pr-1")).Should().Be((200, "fork"));
        (await space.GetAsync(Address, _routerPort)).Should().Be((200, "baseline"));
        (await space.GetAsync(Address, _routerPort, "pr-2")).Status.Should().Be(410);
        await Eventually.True(() => Reported(space), "the answer of the fork is reported, so that its lease is renewed");
    }

    [Fact]
    public async Task ForkWithoutPods_IsRefusedAndNeverTheBaseline()
    {
        await using var space = new RouterNamespace();
        await using var baseline = await PodServer.NamedAsync("127.0.0.11", _podPort, "baseline");
        await space.StartOperatorAsync();
        await StartAsync(space);
        await space.PublishAsync(RouterNamespace.Live("pr-1", "orders", 1, Ports()), "r-1");

        var (status, body) = await space.GetAsync(Address, _routerPort, "pr-1");

        status.Should().Be(503);
        body.Should().Contain("fork_unavailable").And.Contain("it has no pods");
    }

    [Fact]
    public async Task PodsThatComeAndGoUnderLoad_LoseNoRequest()
    {
        await using var space = new RouterNamespace();
        await space.StartOperatorAsync();
        var router = await StartAsync(space, pods: []);
        using var ending = new CancellationTokenSource();
        await using var steady = await PodServer.NamedAsync("127.0.0.11", _podPort, "steady");
        space.Pods.Set(ClusterObjects.Pod("steady", "127.0.0.11", "orders"));
        await Eventually.True(() => router.Router.Table.Services["orders"].Addresses.Count == 1);
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(() => LoadAsync(space, ending.Token))).ToList();

        for (var round = 0; round < 8; round++)
        {
            var name = $"pod-{round}";
            var server = await PodServer.NamedAsync("127.0.0.12", _podPort, name);
            space.Pods.Set(ClusterObjects.Pod(name, "127.0.0.12", "orders"));
            await Eventually.True(() => server.Requests > 5, "the new pod gets requests");
            space.Pods.Set(ClusterObjects.Pod(name, "127.0.0.12", "orders", isEnding: true));
            await Eventually.True(() => router.Router.Table.Services["orders"].Addresses.Count == 1);
            await server.DisposeAsync();
            space.Pods.Remove(name);
        }

        await ending.CancelAsync();
        var answers = (await Task.WhenAll(load)).SelectMany(all => all).ToList();
        answers.Should().HaveCountGreaterThan(100).And.OnlyContain(status => status == 200);
    }

    [Fact]
    public async Task OperatorThatIsAwayFromTheStart_DoesNotTakeTheBaselineDown()
    {
        await using var space = new RouterNamespace();
        await using var baseline = await PodServer.NamedAsync("127.0.0.11", _podPort, "baseline");
        var nobody = new Uri($"http://127.0.0.1:{PodServer.FreePort()}");
        var router = await StartAsync(space, @operator: nobody, limit: TimeSpan.FromMilliseconds(300));

        await Eventually.True(async () => (await space.GetAsync(Address, router.AdminEndpoint.Port, configure: request => request.RequestUri = Admin(router, "/readyz"))).Status == 200);

        (await space.GetAsync(Address, _routerPort)).Should().Be((200, "baseline"));
        var (status, body) = await space.GetAsync(Address, _routerPort, "pr-1");
        status.Should().Be(503);
        body.Should().Contain("table_incomplete");
    }

    [Fact]
    public async Task OperatorThatIsAwayForAWhile_LeavesItsTableInForce()
    {
        await using var space = new RouterNamespace();
        await using var fork = await PodServer.NamedAsync("127.0.0.12", _podPort, "fork");
        await space.StartOperatorAsync();
        await StartAsync(space);
        await space.PublishAsync(RouterNamespace.Live("pr-1", "orders", 1, Ports(), hosts: "127.0.0.12"), "r-1");
        var port = space.Tables.Endpoint.Port;

        await space.StopOperatorAsync();

        (await space.GetAsync(Address, _routerPort, "pr-1")).Should().Be((200, "fork"));
        await space.StartOperatorAsync(port);
        await space.PublishAsync(RouterNamespace.Live("pr-2", "orders", 1, Ports(), hosts: "127.0.0.12"), "r-1");
        (await space.GetAsync(Address, _routerPort, "pr-2")).Should().Be((200, "fork"));
        (await space.GetAsync(Address, _routerPort, "pr-1")).Status.Should().Be(410, "the new operator's table replaces the old one whole");
    }

    [Fact]
    public async Task WithoutKnownPods_ItIsNotReady()
    {
        await using var space = new RouterNamespace();
        await space.StartOperatorAsync();
        space.Tables.Publish(ClusterObjects.Namespace, RouterNamespace.Live("pr-1", "orders", 1, s_noPorts));
        space.Services.Complete();
        var router = await space.StartRouterAsync("r-1", Address);

        using var response = await space.Client.GetAsync(Admin(router, "/readyz"));

        ((int)response.StatusCode).Should().Be(503);
        (await response.Content.ReadAsStringAsync()).Should().Contain("Pods (known: False)");
        space.Tables.Acknowledged(ClusterObjects.Namespace).GetValueOrDefault("r-1", "").Should().BeEmpty("nothing is applied");
        space.Pods.Complete();
        await Eventually.True(() => router.Unready() is null);
    }

    [Fact]
    public async Task UnenrolledService_ServesOpenConnectionsAndThenClosesItsPort()
    {
        await using var space = new RouterNamespace();
        await using var baseline = await PodServer.NamedAsync("127.0.0.11", _podPort, "baseline");
        await space.StartOperatorAsync();
        var router = await StartAsync(space);
        using var client = new TcpClient();
        await client.ConnectAsync(Address, _routerPort);
        (await AskAsync(client)).Should().Contain("baseline").And.NotContain("Connection: close");

        space.Services.Remove("orders");
        await Eventually.True(() => router.Router.Listeners.Any(listener => listener.IsRetired));
        var last = await AskAsync(client);

        last.Should().Contain("200 OK").And.Contain("Connection: close").And.Contain("baseline");
        await Eventually.True(() => router.Router.Listeners.Count == 0, "nothing comes any more, so the port is closed");
        await Eventually.True(() => router.Router.Table.Services.Count == 0);
    }

    [Fact]
    public async Task ServiceThatIsEnrolledAgain_KeepsItsPortWithoutAPause()
    {
        await using var space = new RouterNamespace();
        await using var baseline = await PodServer.NamedAsync("127.0.0.11", _podPort, "baseline");
        await space.StartOperatorAsync();
        var router = await StartAsync(space, quiet: TimeSpan.FromMinutes(2));
        space.Services.Remove("orders");
        await Eventually.True(() => router.Router.Listeners.Any(listener => listener.IsRetired));

        space.Services.Set(Orders());

        await Eventually.True(() => router.Router.Listeners is [{ IsRetired: false }]);
        (await space.GetAsync(Address, _routerPort)).Should().Be((200, "baseline"));
    }

    [Fact]
    public async Task TcpPort_IsPassedThrough()
    {
        await using var space = new RouterNamespace();
        using var echo = new TcpListener(System.Net.IPAddress.Parse("127.0.0.11"), _podPort);
        echo.Start();
        await space.StartOperatorAsync();
        await StartAsync(space, services: [ClusterObjects.Enrolled("orders", (null, 5432, _podPort, ServiceProtocol.Tcp, _routerPort))]);
        using var client = new TcpClient();
        await client.ConnectAsync(Address, _routerPort);
        using var server = await echo.AcceptTcpClientAsync().WaitAsync(TestTimeouts.Default);

        await client.GetStream().WriteAsync("hello"u8.ToArray());

        var buffer = new byte[5];
        await server.GetStream().ReadExactlyAsync(buffer);
        Encoding.ASCII.GetString(buffer).Should().Be("hello");
    }

    [Fact]
    public async Task Drain_MakesItNotReadyAndServesUntilNothingComes()
    {
        await using var space = new RouterNamespace();
        var finish = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var baseline = await PodServer.StartAsync("127.0.0.11", _podPort, async context =>
        {
            if (context.Request.Path == "/slow")
            {
                arrived.SetResult();
                await finish.Task;
            }

            await context.Response.WriteAsync("baseline");
        });
        await space.StartOperatorAsync();
        var router = await StartAsync(space);
        var slow = space.Client.GetAsync(new Uri($"http://{Address}:{_routerPort}/slow"));
        await arrived.Task.WaitAsync(TestTimeouts.Default);

        var drain = space.Client.GetAsync(Admin(router, "/drain"));

        await Eventually.True(() => router.Unready() == "it drains");
        await Eventually.True(async () =>
        {
            using var late = await space.Client.GetAsync(new Uri($"http://{Address}:{_routerPort}/"));
            late.IsSuccessStatusCode.Should().BeTrue("kube-proxy needs a moment to follow");
            return late.Headers.ConnectionClose == true;
        }, "the next request should go elsewhere");
        drain.IsCompleted.Should().BeFalse("a request is in flight");
        finish.SetResult();
        (await slow.WaitAsync(TestTimeouts.Default)).IsSuccessStatusCode.Should().BeTrue();
        (await drain.WaitAsync(TestTimeouts.Default)).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task DrainOfAPodThatIsNotEnded_IsRefused()
    {
        await using var space = new RouterNamespace();
        await space.StartOperatorAsync();
        var router = await StartAsync(space);
        space.Pods.Set(ClusterObjects.RouterPod("r-1", Address));

        using var refused = await space.Client.GetAsync(Admin(router, "/drain"));

        ((int)refused.StatusCode).Should().Be(503);
        router.Unready().Should().NotBe("it drains", "anybody in the cluster could ask for it");
        space.Pods.Set(ClusterObjects.RouterPod("r-1", Address, isEnding: true));
        using var drained = await space.Client.GetAsync(Admin(router, "//drain")); // as kubelets of Kubernetes 1.20 ask
        ((int)drained.StatusCode).Should().Be(200);
        router.Unready().Should().Be("it drains");
    }

    [Fact]
    public async Task ListeningPage_TellsPortsAndConnections()
    {
        await using var space = new RouterNamespace();
        await space.StartOperatorAsync();
        var router = await StartAsync(space);
        using var client = new TcpClient();
        await client.ConnectAsync(Address, _routerPort);

        await Eventually.True(async () => (await space.Client.GetStringAsync(Admin(router, "/listening"))).Contains($"\"ports\":[{_routerPort}],\"connections\":1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PortOfAnotherProgram_IsReportedAndTakenWhenItIsFree()
    {
        await using var space = new RouterNamespace();
        await using var baseline = await PodServer.NamedAsync("127.0.0.11", _podPort, "baseline");
        using var other = new TcpListener(System.Net.IPAddress.Parse(Address), _routerPort);
        other.Start();
        await space.StartOperatorAsync();
        var router = await StartAsync(space, waits: false);
        await Eventually.True(() => router.Keeper.View is { Conflicts.Count: 1 });

        other.Stop();
        space.Pods.Set(ClusterObjects.Pod("more", "127.0.0.13", "orders", isReady: false)); // any change is an occasion

        await Eventually.True(() => router.Keeper.View is { Conflicts.Count: 0 });
        (await space.GetAsync(Address, _routerPort)).Should().Be((200, "baseline"));
    }

    private static Uri Admin(Orchestration.Engines.Kubernetes.Routing.Pods.RouterPod router, string path) => new($"http://{router.AdminEndpoint}{path}");

    private static bool Reported(RouterNamespace space)
    {
        lock (space.Activity)
        {
            return space.Activity.Any(activity => activity is { Key: "pr-1", Sandbox: "pr-1" });
        }
    }

    private static async Task<string> AskAsync(TcpClient client)
    {
        var stream = client.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: orders\r\n\r\n"u8.ToArray());
        var buffer = new byte[4096];
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) && !text.ToString().EndsWith("\r\n\r\nbaseline", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TestTimeouts.Default);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private async Task<List<int>> LoadAsync(RouterNamespace space, CancellationToken cancellationToken)
    {
        var statuses = new List<int>();
        while (!cancellationToken.IsCancellationRequested)
        {
            statuses.Add((await space.GetAsync(Address, _routerPort)).Status);
        }

        return statuses;
    }

    private Dictionary<int, int> Ports() => new() { [80] = _podPort };

    private System.Text.Json.Nodes.JsonObject Orders() => ClusterObjects.Enrolled("orders", (null, 80, _podPort, ServiceProtocol.Http, _routerPort));

    private async Task<Orchestration.Engines.Kubernetes.Routing.Pods.RouterPod> StartAsync(
        RouterNamespace space, System.Text.Json.Nodes.JsonObject[]? services = null, System.Text.Json.Nodes.JsonObject[]? pods = null,
        Uri? @operator = null, TimeSpan? limit = null, TimeSpan? quiet = null, bool waits = true)
    {
        space.Services.Set(services ?? [Orders()]);
        space.Pods.Set(pods ?? [ClusterObjects.Pod("orders-1", "127.0.0.11", "orders")]);
        space.Services.Complete();
        space.Pods.Complete();
        var router = await space.StartRouterAsync("r-1", Address, @operator, options => options with
        {
            OperatorLimit = limit ?? options.OperatorLimit,
            RetireQuiet = quiet ?? options.RetireQuiet,
        });
        if (waits)
        {
            await Eventually.True(() => router.Router.Listeners.Count > 0 && router.Keeper.View is not null);
        }

        return router;
    }
}
