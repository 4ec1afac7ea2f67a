using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.UnitTests.Routes;

public sealed class RouteDecisionTests
{
    private static readonly Uri s_address = new("http://127.0.0.1:5000");

    private static readonly BaselineRoute[] s_services =
    [
        new() { Service = "orders", State = BaselineState.Ready, Address = s_address },
        new() { Service = "lazy", State = BaselineState.Dormant },
        new() { Service = "new", State = BaselineState.Absent },
        new() { Service = "down", State = BaselineState.Unavailable, Reason = "exit code 3" },
    ];

    private static readonly KeyRoute[] s_keys =
    [
        Key("pr-1", "orders"), Key("pr-12"), Key("pr-3", "new"),
        new() { Key = RoutingKey.Parse("gone"), Sandbox = "gone", State = KeyState.Ended },
        new()
        {
            Key = RoutingKey.Parse("crashed"),
            Sandbox = "crashed",
            Forks = KeyRoute.ForksByService([new ForkRoute { Sandbox = "crashed", Service = "orders", Revision = 4, State = ForkState.Unavailable }]),
        },
    ];

    [Theory]
    [InlineData("orders", "pr-1", "Fork")]
    [InlineData("orders", "pr-12", "Baseline")]
    [InlineData("orders", null, "Baseline")]
    [InlineData("lazy", "pr-1", "StartBaseline")]
    [InlineData("lazy", null, "StartBaseline")]
    [InlineData("new", "pr-3", "Fork")]
    [InlineData("new", "pr-1", RouterErrorCodes.BaselineAbsent)]
    [InlineData("new", null, RouterErrorCodes.BaselineAbsent)]
    [InlineData("down", null, RouterErrorCodes.BaselineUnavailable)]
    [InlineData("none", null, RouterErrorCodes.ServiceUnknown)]
    [InlineData("orders", "gone", RouterErrorCodes.KeyEnded)]
    [InlineData("orders", "pr-2", RouterErrorCodes.KeyUnknown)]
    [InlineData("orders", "pr-123", RouterErrorCodes.KeyUnknown)]
    [InlineData("orders", "PR-1", RouterErrorCodes.KeyUnknown)]
    [InlineData("orders", "crashed", RouterErrorCodes.ForkUnavailable)]
    public void OwnKey_CompleteTable(string service, string? key, string expected)
    {
        Decide(new RouteTable(1, complete: true, s_services, s_keys), service, key, KeyOrigin.Own).Should().Be(expected);
    }

    [Theory]
    [InlineData("pr-1", "Fork")]
    [InlineData("else", "Baseline")]
    [InlineData("gone", RouterErrorCodes.KeyEnded)]
    public void ForeignKey_CompleteTable(string key, string expected)
    {
        Decide(new RouteTable(1, complete: true, s_services, s_keys), "orders", key, KeyOrigin.Foreign).Should().Be(expected);
    }

    [Theory]
    [InlineData("orders", "pr-1", RouterErrorCodes.TableIncomplete)]
    [InlineData("orders", "pr-2", RouterErrorCodes.TableIncomplete)]
    [InlineData("orders", null, "Baseline")]
    [InlineData("none", null, RouterErrorCodes.TableIncomplete)]
    public void IncompleteTable_NeverSendsKeyedRequestsAnywhere(string service, string? key, string expected)
    {
        Decide(new RouteTable(1, complete: false, s_services, s_keys), service, key, KeyOrigin.Own).Should().Be(expected);
    }

    [Fact]
    public void UnknownOwnKey_WhereOthersMayKnowIt_GoesToBaselineMarked()
    {
        var table = new RouteTable(1, complete: true, s_services, s_keys) { UnknownKeys = UnknownKeyPolicy.Baseline };

        var decision = RouteDecision.Decide(table, "orders", Reading("pr-2", KeyOrigin.Own));

        decision.Outcome.Should().Be(RouteOutcome.Baseline);
        decision.UnknownKey.Should().BeTrue();
        decision.Key.Should().BeNull();
    }

    [Fact]
    public void ConflictingKeys_AreRefusedAlsoByAnIncompleteTable()
    {
        var reading = Reading("pr-1", KeyOrigin.Own) with { ConflictingKey = "pr-2" };

        RouteDecision.Decide(RouteTable.Empty, "orders", reading).Problem!.Code.Should().Be(RouterErrorCodes.KeyConflict);
    }

    [Fact]
    public void GroupKey_MeetsForksOfSeveralSandboxes()
    {
        var group = new KeyRoute
        {
            Key = RoutingKey.Parse("group"),
            Sandbox = "group",
            Forks = KeyRoute.ForksByService([Fork("a", "orders"), Fork("b", "lazy")]),
        };
        var table = new RouteTable(1, complete: true, s_services, [group]);

        RouteDecision.Decide(table, "orders", Reading("group", KeyOrigin.Own)).Fork!.Sandbox.Should().Be("a");
        RouteDecision.Decide(table, "lazy", Reading("group", KeyOrigin.Own)).Fork!.Sandbox.Should().Be("b");
    }

    [Fact]
    public void ReadyRouteWithoutAddress_IsRefusedByTheTable()
    {
        var building = () => new RouteTable(1, complete: true, [new BaselineRoute { Service = "orders", State = BaselineState.Ready }], []);

        building.Should().Throw<ArgumentException>().WithMessage("*orders*address*");
    }

    private static string Decide(RouteTable table, string service, string? key, KeyOrigin origin)
    {
        var decision = RouteDecision.Decide(table, service, Reading(key, origin));
        return decision.Problem?.Code ?? decision.Outcome.ToString();
    }

    private static CarrierReading Reading(string? key, KeyOrigin origin) =>
        key is null ? default : new CarrierReading { Key = key.AsMemory(), Origin = origin };

    private static KeyRoute Key(string key, params string[] services) => new()
    {
        Key = RoutingKey.Parse(key),
        Sandbox = key,
        Forks = KeyRoute.ForksByService(services.Select(service => Fork(key, service))),
    };

    private static ForkRoute Fork(string sandbox, string service) =>
        new() { Sandbox = sandbox, Service = service, Revision = 1, State = ForkState.Ready, Address = s_address };
}
