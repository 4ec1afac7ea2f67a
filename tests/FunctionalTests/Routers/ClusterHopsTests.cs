using AgentSandbox.FunctionalTests.Routers.Support;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Asking;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;
using AgentSandbox.TestKit.Cluster;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.FunctionalTests.Routers;

public sealed class ClusterHopsTests : IAsyncLifetime
{
    private const string Token = "hop-token-of-pr-1";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private static readonly RoutingKey s_key = RoutingKey.Parse("pr-1");

    private readonly RouterNamespace _space = new();
    private readonly int _ordersPort = PodServer.FreePort();
    private readonly int _paymentsPort = PodServer.FreePort();
    private readonly int _podPort = PodServer.FreePort();
    private readonly List<PodServer> _pods = [];

    /// <summary>Orders calls payments by way of the second router; pr-1 has a fork of payments.</summary>
    public async Task InitializeAsync()
    {
        _pods.Add(await PodServer.StartAsync("127.0.0.11", _podPort, CallPaymentsAsync));
        _pods.Add(await PodServer.NamedAsync("127.0.0.12", _podPort, "payments"));
        _pods.Add(await PodServer.NamedAsync("127.0.0.13", _podPort, "fork of payments"));
        _space.Services.Set(
            ClusterObjects.Enrolled("orders", (null, 80, _podPort, ServiceProtocol.Http, _ordersPort)),
            ClusterObjects.Enrolled("payments", (null, 80, _podPort, ServiceProtocol.Http, _paymentsPort)));
        _space.Pods.Set(ClusterObjects.Pod("orders-1", "127.0.0.11", "orders"), ClusterObjects.Pod("payments-1", "127.0.0.12", "payments"));
        foreach (var number in (int[])[1, 2, 3])
        {
            _space.Pods.Set(ClusterObjects.RouterPod($"r-{number}", AddressOf(number)));
        }

        _space.Services.Complete();
        _space.Pods.Complete();
        await _space.StartOperatorAsync();
        foreach (var number in (int[])[1, 2, 3])
        {
            await _space.StartRouterAsync($"r-{number}", AddressOf(number));
        }

        await _space.PublishAsync(RouterNamespace.Live("pr-1", "payments", 4, new Dictionary<int, int> { [80] = _podPort }, Token, "127.0.0.13"), "r-1", "r-2", "r-3");
    }

    [Fact]
    public async Task HopsOfAllRouters_ComeTogether()
    {
        await using var watch = await WatchAsync();

        (await RequestAsync(withIds: true)).Should().Be((200, "orders: fork of payments"));

        await watch.WaitIdleAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        var snapshot = watch.Snapshot();
        snapshot.Incomplete.Should().BeNull();
        snapshot.InFlight.Should().Be(0);
        snapshot.Hops.Select(hop => (hop.Service, hop.AnsweredBy, hop.Revision)).Should().Equal(("orders", HopAnswer.Baseline, null), ("payments", HopAnswer.Fork, 4));
    }

    [Fact]
    public async Task IdsThatAreLostOnTheWay_AreCountedAtTheRouterThatSeesIt()
    {
        await using var watch = await WatchAsync();

        await RequestAsync(withIds: true, configure: request => request.Headers.TryAddWithoutValidation("x-lose", "ids"));

        await watch.WaitIdleAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        watch.KeyedStrays().Should().Contain("payments", 1);
        watch.Snapshot().Hops.Select(hop => hop.Service).Should().Equal("orders");
    }

    [Fact]
    public async Task KeyThatIsLostOnTheWay_IsNamedAtTheRouterThatNeverSawIt()
    {
        await using var watch = await WatchAsync();

        await RequestAsync(withIds: true, configure: request => request.Headers.TryAddWithoutValidation("x-lose", "key"));

        await watch.WaitIdleAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        watch.Snapshot().Hops.Should().HaveCount(2).And.Contain(hop => hop.Service == "payments" && hop.Key == null && hop.LostKey == "pr-1" && hop.AnsweredBy == HopAnswer.Baseline);
    }

    [Fact]
    public async Task RouterThatDiesMeanwhile_LeavesTheRecordIncomplete()
    {
        await using var watch = await WatchAsync();
        await _space.Routers[2].DisposeAsync();
        _space.Pods.Remove("r-3");

        await RequestAsync(withIds: true);

        await watch.WaitIdleAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        watch.Snapshot().Incomplete.Should().Be("router r-3 did not tell its hops.");
    }

    [Fact]
    public async Task RouterThatBecomesReadyMeanwhile_LeavesTheRecordIncomplete()
    {
        await using var watch = await WatchAsync();
        var generation = _space.Routers[0].Router.Table.Generation;
        _space.Pods.Set(ClusterObjects.RouterPod("r-4", "127.0.0.9"));
        await Eventually.True(() => _space.Routers[0].Router.Table.Generation > generation);

        await watch.WaitIdleAsync(TimeSpan.FromSeconds(1), CancellationToken.None);

        watch.Snapshot().Incomplete.Should().Be("router r-4 became ready while the request was under way.");
    }

    [Fact]
    public async Task ReadyRouterThatDoesNotTakeTheRegistration_LeavesTheRecordIncomplete()
    {
        await _space.Routers[2].DisposeAsync(); // its pod still looks ready, as it does until the kubelet has looked

        await using var watch = await WatchAsync();
        await RequestAsync(withIds: true);

        await watch.WaitIdleAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        watch.Snapshot().Incomplete.Should().Be("router r-3 did not take the registration.");
        watch.Snapshot().Hops.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("pr-1", "wrong")]
    [InlineData("pr-2", Token)]
    public async Task WithoutTheTokenOfTheKey_NobodyReadsHops(string key, string token)
    {
        var watching = await Source(token).WatchAsync(new HopQuery { RequestId = "req", TraceId = TraceId, Key = RoutingKey.Parse(key) }, CancellationToken.None);

        watching.IsSuccess.Should().BeFalse();
        watching.Failure!.Code.Should().Be(FailureCodes.Forbidden); // it has failed
    }

    [Fact]
    public async Task RouterThatCannotBeAsked_IsAFailure()
    {
        var source = new ClusterHopSource(_space.Client, new Uri($"http://127.0.0.1:{PodServer.FreePort()}"), (_, _) => Task.FromResult<Result<string>>(Token), TimeProvider.System);

        var watching = await source.WatchAsync(new HopQuery { RequestId = "req", TraceId = TraceId, Key = s_key }, CancellationToken.None);

        watching.Failure!.Code.Should().Be(FailureCodes.RequestFailed); // nobody listens there
    }

    [Fact]
    public async Task WatchThatWasEnded_IsGoneEverywhere()
    {
        var watch = await WatchAsync();
        _space.Routers.Select(WatchesOf).Should().AllBeEquivalentTo(1);

        await watch.DisposeAsync();

        _space.Routers.Select(WatchesOf).Should().AllBeEquivalentTo(0);
    }

    [Fact]
    public async Task AnswersOfForks_AreCountedOverAllRouters()
    {
        var source = Source(Token);
        (await source.ForkAnswersAsync(s_key, CancellationToken.None)).Should().Be(0);

        await RequestAsync(withIds: false);
        await _space.GetAsync(AddressOf(3), _paymentsPort, "pr-1");
        await _space.GetAsync(AddressOf(1), _paymentsPort);

        (await source.ForkAnswersAsync(s_key, CancellationToken.None)).Should().Be(2);
    }

    public async Task DisposeAsync()
    {
        await _space.DisposeAsync();
        foreach (var pod in _pods)
        {
            await pod.DisposeAsync();
        }
    }

    private static string AddressOf(int router) => $"127.0.0.{router + 1}";

    private static int WatchesOf(Orchestration.Engines.Kubernetes.Routing.Pods.RouterPod router) => router.Watches;

    private async Task CallPaymentsAsync(HttpContext context)
    {
        var loses = context.Request.Headers["x-lose"].ToString();
        var (_, payments) = await _space.GetAsync(AddressOf(2), _paymentsPort, configure: request =>
        {
            if (loses == "ids")
            {
                request.Headers.TryAddWithoutValidation("x-sandbox-key", "pr-1");
                return;
            }

            request.Headers.TryAddWithoutValidation("traceparent", context.Request.Headers["traceparent"].ToString());
            if (loses != "key")
            {
                request.Headers.TryAddWithoutValidation("baggage", context.Request.Headers["baggage"].ToString());
            }
        });
        await context.Response.WriteAsync($"orders: {payments}");
    }

    private ClusterHopSource Source(string token) =>
        new(_space.Client, new Uri($"http://{_space.Routers[0].HopsEndpoint}"), (_, _) => Task.FromResult<Result<string>>(token), TimeProvider.System);

    private async Task<IHopWatch> WatchAsync()
    {
        var watching = await Source(Token).WatchAsync(new HopQuery { RequestId = "req-1", TraceId = TraceId, Key = s_key, Carried = s_key }, CancellationToken.None);
        watching.IsSuccess.Should().BeTrue("{0}", watching.Failure);
        return watching.Value!; // it has succeeded
    }

    private Task<(int Status, string Body)> RequestAsync(bool withIds, Action<HttpRequestMessage>? configure = null) => _space.GetAsync(AddressOf(1), _ordersPort, configure: request =>
    {
        request.Headers.TryAddWithoutValidation("baggage", withIds ? "sandbox=pr-1,sandbox-request=req-1" : "sandbox=pr-1");
        request.Headers.TryAddWithoutValidation("traceparent", withIds ? $"00-{TraceId}-b7ad6b7169203331-01" : "00-1bf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        configure?.Invoke(request);
    });
}
