using System.Net;
using System.Text.Json;
using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.FunctionalTests.Support;
using AgentSandbox.Router.Routes;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class RoutingTests : IAsyncLifetime
{
    private readonly TestRouter _router = new(options => options.ForeignCarriers.Add(Carrier.Foreign(CarrierKind.Header, "sd-routing-key")));
    private TestUpstream _baseline = null!; // set before each test
    private TestUpstream _fork = null!; // set before each test

    public async Task InitializeAsync()
    {
        _baseline = await TestUpstream.NamedAsync("baseline");
        _fork = await TestUpstream.StartAsync(context =>
        {
            context.Response.Headers["x-sandbox-route"] = "orders=baseline";
            return context.Response.WriteAsync("fork");
        });
        await _router.ListenAsync("orders");
        await _router.PublishAsync(
            [TestRouter.Ready("orders", _baseline.Address)],
            TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "orders", _fork.Address, revision: 2)),
            TestRouter.Live("pr-2"),
            new KeyRoute { Key = RoutingKey.Parse("pr-3"), Sandbox = "three", State = KeyState.Ended, EndReason = "its lease ended" },
            TestRouter.Live("pr-4", new ForkRoute { Sandbox = "four", Service = "orders", Revision = 7, State = ForkState.Unavailable, Reason = "it exited with code 134" }));
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _baseline.DisposeAsync();
        await _fork.DisposeAsync();
    }

    [Fact]
    public async Task KeyWithFork_MeetsForkAndSaysSo()
    {
        using var response = await _router.GetAsync("orders", "pr-1");

        (await response.Content.ReadAsStringAsync()).Should().Be("fork");
        response.Headers.GetValues("x-sandbox-route").Should().Equal("orders=fork; sandbox=pr-1; revision=2");
        _router.Reached.Should().ContainSingle().Which.Should().Be(new ForkReached(RoutingKey.Parse("pr-1"), "pr-1", "orders"));
    }

    [Fact]
    public async Task KeyInHeader_MeetsFork()
    {
        using var response = await _router.GetAsync("orders", configure: request => request.Headers.Add("x-sandbox-key", "pr-1"));

        (await response.Content.ReadAsStringAsync()).Should().Be("fork");
    }

    [Fact]
    public async Task KeyWithoutForkOfService_MeetsBaseline()
    {
        using var response = await _router.GetAsync("orders", "pr-2");

        (await response.Content.ReadAsStringAsync()).Should().Be("baseline");
        response.Headers.GetValues("x-sandbox-route").Should().Equal("orders=baseline");
        _router.Reached.Should().BeEmpty();
    }

    [Fact]
    public async Task Unkeyed_MeetsBaselineWithoutLabel()
    {
        using var response = await _router.GetAsync("orders");

        (await response.Content.ReadAsStringAsync()).Should().Be("baseline");
        response.Headers.Contains("x-sandbox-route").Should().BeFalse();
    }

    [Theory]
    [InlineData("pr-9", 410, "key_unknown", "No live sandbox has the routing key 'pr-9'")]
    [InlineData("PR-1", 410, "key_unknown", "lower-case")]
    [InlineData("pr-12", 410, "key_unknown", "pr-12")]
    [InlineData("", 410, "key_unknown", "must not be empty")]
    [InlineData("pr-3", 410, "key_ended", "its lease ended")]
    [InlineData("pr-4", 503, "fork_unavailable", "it exited with code 134")]
    public async Task KeyThatCannotBeServed_IsRefusedAndNeverMeetsBaseline(string key, int status, string code, string detail)
    {
        using var response = await _router.GetAsync("orders", key);

        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("code").GetString().Should().Be(code);
        problem.RootElement.GetProperty("service").GetString().Should().Be("orders");
        problem.RootElement.GetProperty("detail").GetString().Should().Contain(detail);
        problem.RootElement.GetProperty("nextStep").GetString().Should().NotBeNullOrEmpty();
        response.Headers.GetValues("x-sandbox-route").Single().Should().StartWith("orders=router; error=" + code);
        _router.Reached.Should().BeEmpty();
    }

    [Fact]
    public async Task CrashedFork_IsNamedWithSandboxAndRevision()
    {
        using var response = await _router.GetAsync("orders", "pr-4");

        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("sandbox").GetString().Should().Be("four");
        problem.RootElement.GetProperty("revision").GetInt32().Should().Be(7);
        response.Headers.RetryAfter.Should().NotBeNull();
    }

    [Theory]
    [InlineData("x-sandbox-key")]
    [InlineData("sd-routing-key")]
    public async Task TwoKeysInOneRequest_AreRefused(string secondCarrier)
    {
        using var response = await _router.GetAsync("orders", "pr-1", configure: request => request.Headers.Add(secondCarrier, "pr-2"));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain("key_conflict").And.Contain("'pr-1' and 'pr-2'");
    }

    [Fact]
    public async Task KnownKeyInForeignCarrier_MeetsFork()
    {
        using var response = await _router.GetAsync("orders", configure: request => request.Headers.Add("sd-routing-key", "pr-1"));

        (await response.Content.ReadAsStringAsync()).Should().Be("fork");
    }

    [Fact]
    public async Task UnknownValueInForeignCarrier_MeetsBaselineMarkedUnknown()
    {
        using var response = await _router.GetAsync("orders", configure: request => request.Headers.Add("sd-routing-key", "else"));

        (await response.Content.ReadAsStringAsync()).Should().Be("baseline");
        response.Headers.GetValues("x-sandbox-route").Should().Equal("orders=baseline; key=unknown");
    }

    [Fact]
    public async Task IncompleteTable_RefusesKeyedAndServesUnkeyed()
    {
        await _router.Router.PublishAsync(
            new RouteTable(100, complete: false, [TestRouter.Ready("orders", _baseline.Address)], []), TestTimeouts.Token());

        using var keyed = await _router.GetAsync("orders", "pr-1");
        using var unkeyed = await _router.GetAsync("orders");

        keyed.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        keyed.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        (await keyed.Content.ReadAsStringAsync()).Should().Contain("table_incomplete");
        (await unkeyed.Content.ReadAsStringAsync()).Should().Be("baseline");
    }

    [Fact]
    public async Task ServiceOfBranchOnly_AnswersNotFoundWithoutKey()
    {
        await _router.PublishAsync([new BaselineRoute { Service = "orders", State = BaselineState.Absent }]);

        using var response = await _router.GetAsync("orders");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).Should().Contain("baseline_absent");
    }

    [Fact]
    public async Task OlderTable_IsNotTaken()
    {
        await _router.Router.PublishAsync(new RouteTable(50, complete: true, [], []), TestTimeouts.Token());

        var acknowledged = await _router.Router.PublishAsync(new RouteTable(49, complete: true, [], []), TestTimeouts.Token());

        acknowledged.Should().Be(50);
        _router.Router.Table.Generation.Should().Be(50);
    }
}
