using System.Net;
using AgentSandbox.Router.FunctionalTests.Support;
using AgentSandbox.Router.Routes;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class LifetimeTests
{
    [Fact]
    public async Task DormantBaseline_IsStartedOnceForAllWhoWait()
    {
        const int Waiting = 8;
        var starts = 0;
        var started = new TaskCompletionSource<BaselineActivation>();
        await using var upstream = await TestUpstream.NamedAsync("baseline");
        await using var router = await DormantAsync();
        router.Activate = (_, _) =>
        {
            Interlocked.Increment(ref starts);
            return started.Task;
        };
        using var capture = router.Router.Hops.Register("req", null);
        var requests = Enumerable.Range(0, Waiting).Select(_ => router.GetAsync("orders", configure: request =>
            request.Headers.TryAddWithoutValidation("baggage", "sandbox=pr-1,sandbox-request=req"))).ToArray();
        SpinWait.SpinUntil(() => capture.Snapshot().InFlight == Waiting, TestTimeouts.Default).Should().BeTrue();

        started.SetResult(BaselineActivation.Started(upstream.Address));

        foreach (var response in await Task.WhenAll(requests))
        {
            (await response.Content.ReadAsStringAsync()).Should().Be("baseline");
        }

        starts.Should().BeInRange(1, Waiting - 1, "requests that wait together share one start");
    }

    [Fact]
    public async Task BaselineThatDoesNotStart_GivesTheReason()
    {
        await using var router = await DormantAsync();
        router.Activate = (_, _) => Task.FromResult(BaselineActivation.Failed("exit code 3: no database"));

        using var response = await router.GetAsync("orders");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).Should().Contain("baseline_start_failed").And.Contain("exit code 3: no database");
    }

    [Fact]
    public async Task BaselineThatStartsTooSlowly_GivesGatewayTimeout()
    {
        await using var router = await DormantAsync(options => options.ActivationTimeout = TimeSpan.FromMilliseconds(100));
        router.Activate = (_, _) => new TaskCompletionSource<BaselineActivation>().Task;

        using var response = await router.GetAsync("orders");

        response.StatusCode.Should().Be(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync()).Should().Contain("baseline_start_timeout");
    }

    [Fact]
    public async Task Drain_WaitsForRequestsInFlight()
    {
        var arrived = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var old = await TestUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await finish.Task;
            await context.Response.WriteAsync("old");
        });
        await using var next = await TestUpstream.NamedAsync("new");
        await using var router = new TestRouter();
        await router.ListenAsync("orders");
        await router.PublishAsync([TestRouter.Ready("orders", old.Address)]);
        var request = router.GetAsync("orders");
        await arrived.Task.WaitAsync(TestTimeouts.Default);
        await router.PublishAsync([TestRouter.Ready("orders", next.Address)]);

        (await router.Router.DrainAsync(old.Address, TimeSpan.FromMilliseconds(50), TestTimeouts.Token())).Should().BeFalse();
        var drained = router.Router.DrainAsync(old.Address, TestTimeouts.Default, TestTimeouts.Token());
        drained.IsCompleted.Should().BeFalse();
        finish.SetResult();

        (await drained).Should().BeTrue();
        using var response = await request;
        (await response.Content.ReadAsStringAsync()).Should().Be("old");
        (await (await router.GetAsync("orders")).Content.ReadAsStringAsync()).Should().Be("new");
    }

    [Fact]
    public async Task TableSwapsAndRedeploysUnderLoad_LoseNoRequest()
    {
        await using var router = new TestRouter();
        await router.ListenAsync("orders");
        await using var baseline = await TestUpstream.NamedAsync("0");
        var fork = await TestUpstream.NamedAsync("1");
        await PublishAsync(fork, 1);
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 8).Select(_ => Task.Run(() => LoadAsync(router, stop.Token))).ToArray();

        for (var revision = 2; revision <= 8; revision++)
        {
            var next = await TestUpstream.NamedAsync(revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await PublishAsync(next, revision);
            (await router.Router.DrainAsync(fork.Address, TestTimeouts.Default, TestTimeouts.Token())).Should().BeTrue();
            await fork.DisposeAsync();
            fork = next;
        }

        await stop.CancelAsync();
        var answers = (await Task.WhenAll(load)).SelectMany(seen => seen).ToArray();
        await fork.DisposeAsync();
        answers.Should().NotBeEmpty().And.OnlyContain(answer => answer.Status == 200 && answer.Label == $"orders=fork; sandbox=pr-1; revision={answer.Body}");

        Task PublishAsync(TestUpstream upstream, int revision) => router.PublishAsync(
            [TestRouter.Ready("orders", baseline.Address)], TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "orders", upstream.Address, revision)));
    }

    private static async Task<List<(int Status, string Body, string Label)>> LoadAsync(TestRouter router, CancellationToken stop)
    {
        var seen = new List<(int, string, string)>();
        while (!stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, router.UriOf("orders")) { Content = new StringContent("body") };
            request.Headers.Add("x-sandbox-key", "pr-1");
            using var response = await router.SendAsync(request);
            seen.Add(((int)response.StatusCode, await response.Content.ReadAsStringAsync(CancellationToken.None), response.Headers.GetValues("x-sandbox-route").Single()));
        }

        return seen;
    }

    private static async Task<TestRouter> DormantAsync(Action<RouterOptions>? configure = null)
    {
        var router = new TestRouter(configure);
        await router.ListenAsync("orders");
        await router.PublishAsync([new BaselineRoute { Service = "orders", State = BaselineState.Dormant }], TestRouter.Live("pr-1"));
        return router;
    }
}
