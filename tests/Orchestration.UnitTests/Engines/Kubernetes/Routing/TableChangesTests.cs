using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Routing;

public sealed class TableChangesTests
{
    [Fact]
    public void EqualTables_AreTheSame() => TableChanges.Between(Table(Key("a"), Key("b")), Table(Key("a"), Key("b"))).Should().BeEquivalentTo(new { IsSame = true, Sandboxes = Array.Empty<string>() });

    [Fact]
    public void FirstTable_IsNews_EvenAnEmptyOne() => TableChanges.Between(null, Table()).IsSame.Should().BeFalse();

    [Fact]
    public void SandboxesWhoseKeysCameChangedOrWent_AreNamed()
    {
        var changed = Key("b") with { Forks = [Fork("b") with { Hosts = ["10.0.0.2"] }] };

        var between = TableChanges.Between(Table(Key("a"), Key("b"), Key("c")), Table(Key("a"), changed, Key("d")));

        between.IsSame.Should().BeFalse();
        between.Sandboxes.Should().BeEquivalentTo("b", "c", "d");
    }

    [Fact]
    public void KeyOfARun_BelongsToItsSandbox() =>
        TableChanges.Between(Table(Key("a")), Table(Key("a"), Key("a") with { Key = "run-1" })).Sandboxes.Should().BeEquivalentTo("a");

    [Theory]
    [InlineData("reason")]
    [InlineData("revision")]
    [InlineData("state")]
    [InlineData("ports")]
    [InlineData("hash")]
    [InlineData("ended")]
    public void EachPartOfAKey_Counts(string part)
    {
        var key = part switch
        {
            "reason" => Key("a") with { Forks = [Fork("a") with { Reason = "it crashed" }] },
            "revision" => Key("a") with { Forks = [Fork("a") with { Revision = 2 }] },
            "state" => Key("a") with { Forks = [Fork("a") with { State = ForkState.Unavailable }] },
            "ports" => Key("a") with { Forks = [Fork("a") with { Ports = new Dictionary<int, int> { [80] = 81 } }] },
            "hash" => Key("a") with { HopsHash = "2" },
            _ => Key("a") with { State = KeyState.Ended, EndReason = "it ended" },
        };

        TableChanges.Between(Table(Key("a")), Table(key)).Sandboxes.Should().BeEquivalentTo("a");
    }

    [Fact]
    public void PolicyForUnknownKeys_Counts() =>
        TableChanges.Between(Table(Key("a")), Table(Key("a")) with { UnknownKeys = UnknownKeyPolicy.Refuse }).Should().BeEquivalentTo(new { IsSame = false, Sandboxes = Array.Empty<string>() });

    private static WireTable Table(params WireKey[] keys) => new() { Keys = keys };

    private static WireKey Key(string sandbox) => new() { Key = sandbox, Sandbox = sandbox, HopsHash = "1", Forks = [Fork(sandbox)] };

    private static WireFork Fork(string sandbox) => new()
    {
        Sandbox = sandbox,
        Service = "orders",
        Revision = 1,
        State = ForkState.Ready,
        Ports = new Dictionary<int, int> { [80] = 8080 },
        Hosts = ["10.0.0.1"],
    };
}
