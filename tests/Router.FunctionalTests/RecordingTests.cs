using System.Text;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Recording;
using AgentSandbox.Router.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class RecordingTests
{
    [Fact]
    public async Task RequestsOfTheScope_AreCopied_AndNoOthers()
    {
        await using var baseline = await TestUpstream.StartAsync(EchoAsync);
        await using var fork = await TestUpstream.StartAsync(EchoAsync);
        await using var router = await RouteAsync(baseline, fork);
        using var recording = router.Router.Record(new TrafficScope { Services = Set("orders"), Sandbox = "pr-1" });

        using var posted = await PostAsync(router, "orders", "pr-1", "body of the fork");
        using var unkeyed = await PostAsync(router, "orders", null, "body of the baseline");
        using var other = await PostAsync(router, "payments", "pr-1", "body of another service");

        var exchange = (await OneAsync(recording)).Should().ContainSingle().Which;
        exchange.Service.Should().Be("orders");
        exchange.Method.Should().Be("POST");
        exchange.Target.Should().Be("/echo?x=1");
        exchange.Status.Should().Be(200);
        exchange.AnsweredBy.Should().Be(HopAnswer.Fork);
        exchange.Revision.Should().Be(1);
        Text(exchange.RequestBody).Should().Be("body of the fork");
        Text(exchange.ResponseBody).Should().Be("body of the fork");
        exchange.ResponseHeaders.Should().Contain(header => header.Key == "x-echo" && header.Value == "yes");
    }

    [Fact]
    public async Task RequestsWithoutKey_AreTheBaselines()
    {
        await using var baseline = await TestUpstream.StartAsync(EchoAsync);
        await using var fork = await TestUpstream.StartAsync(EchoAsync);
        await using var router = await RouteAsync(baseline, fork);
        using var recording = router.Router.Record(new TrafficScope { Services = Set("orders") });

        using var unkeyed = await PostAsync(router, "orders", null, "anybody");
        using var keyed = await PostAsync(router, "orders", "pr-1", "of the sandbox");

        var exchange = (await OneAsync(recording)).Should().ContainSingle().Which;
        exchange.AnsweredBy.Should().Be(HopAnswer.Baseline);
        Text(exchange.RequestBody).Should().Be("anybody");
    }

    [Fact]
    public async Task LongBody_IsCutInTheRecordingAlone()
    {
        await using var baseline = await TestUpstream.StartAsync(EchoAsync);
        await using var router = await RouteAsync(baseline, baseline);
        using var recording = router.Router.Record(new TrafficScope { Services = Set("orders"), Sandbox = "pr-1", MaxBodyBytes = 1000 });
        var body = new string('x', 300_000);

        using var response = await PostAsync(router, "orders", "pr-1", body);

        (await response.Content.ReadAsStringAsync()).Should().Be(body);
        var exchange = (await OneAsync(recording)).Single();
        exchange.RequestBody.Should().Match<RecordedBody>(kept => kept.Bytes.Length == 1000 && kept.Size == 300_000 && kept.IsTruncated);
        exchange.ResponseBody.Should().Match<RecordedBody>(kept => kept.Bytes.Length == 1000 && kept.Size == 300_000);
    }

    [Theory]
    [InlineData(2, 1_000_000)]
    [InlineData(100, 20)]
    public async Task Limit_EndsTheRecording_AndTrafficGoesOn(int requests, int bytes)
    {
        await using var baseline = await TestUpstream.StartAsync(EchoAsync);
        await using var router = await RouteAsync(baseline, baseline);
        using var recording = router.Router.Record(new TrafficScope { Services = Set("orders"), Sandbox = "pr-1", MaxRequests = requests, MaxBytes = bytes });

        for (var i = 0; i < 4; i++)
        {
            using var response = await PostAsync(router, "orders", "pr-1", "0123456789");
            (await response.Content.ReadAsStringAsync()).Should().Be("0123456789");
        }

        await recording.WhenFull.WaitAsync(TestTimeouts.Default);
        recording.Count.Should().BeLessThan(4);
        recording.Bytes.Should().BeLessThanOrEqualTo(bytes);
    }

    [Fact]
    public async Task Stream_IsNotHeldBack_WhileItIsRecorded()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            for (var i = 0; i < 2; i++)
            {
                await next.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
            }
        });
        await using var router = await RouteAsync(upstream, upstream);
        using var recording = router.Router.Record(new TrafficScope { Services = Set("orders"), Sandbox = "pr-1" });

        using var response = await router.GetAsync("orders", "pr-1");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 2; i++)
        {
            recording.Count.Should().Be(0, "the request is under way");
            next.Release();
            (await reader.ReadLineAsync(TestTimeouts.Token())).Should().Be($"data: {i}");
            await reader.ReadLineAsync(TestTimeouts.Token());
        }

        await reader.ReadToEndAsync(TestTimeouts.Token());
        Text((await OneAsync(recording)).Single().ResponseBody).Should().Be("data: 0\n\ndata: 1\n\n");
    }

    [Fact]
    public async Task Disposed_RecordsNothingMore()
    {
        await using var baseline = await TestUpstream.StartAsync(EchoAsync);
        await using var router = await RouteAsync(baseline, baseline);
        var recording = router.Router.Record(new TrafficScope { Services = Set("orders"), Sandbox = "pr-1" });
        using var first = await PostAsync(router, "orders", "pr-1", "first");
        await OneAsync(recording);

        recording.Dispose();
        using var second = await PostAsync(router, "orders", "pr-1", "second");
        await second.Content.ReadAsStringAsync();

        recording.Exchanges().Should().ContainSingle();
        recording.InFlight.Should().Be(0);
    }

    private static HashSet<string> Set(string service) => [service];

    private static string Text(RecordedBody body) => Encoding.UTF8.GetString(body.Bytes.Span);

    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.Headers["x-echo"] = "yes";
        await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task<TestRouter> RouteAsync(TestUpstream baseline, TestUpstream fork)
    {
        var router = new TestRouter();
        await router.ListenAsync("orders");
        await router.ListenAsync("payments");
        await router.PublishAsync(
            [TestRouter.Ready("orders", baseline.Address), TestRouter.Ready("payments", baseline.Address)],
            TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "orders", fork.Address)));
        return router;
    }

    private static async Task<HttpResponseMessage> PostAsync(TestRouter router, string service, string? key, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, router.UriOf(service, "/echo?x=1")) { Content = new StringContent(body) };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("baggage", $"sandbox={key}");
        }

        var response = await router.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    // The client has its answer a moment before the router has ended the request.
    private static async Task<IReadOnlyList<RecordedExchange>> OneAsync(TrafficRecording recording)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (recording.Count == 0 || recording.InFlight > 0)
        {
            await timer.WaitForNextTickAsync(TestTimeouts.Token());
        }

        return recording.Exchanges();
    }
}
