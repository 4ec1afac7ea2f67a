using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Routing;

public sealed class NamespaceTableTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<TimeSpan> _delays = [];
    private readonly NamespaceTable _table;

    public NamespaceTableTests() => _table = new NamespaceTable("one", _time, _delays.Add);

    [Fact]
    public void TableThatSaysTheSame_KeepsItsVersion()
    {
        var first = Publish("pr-1");

        Publish("pr-1").Version.Should().Be(first.Version);
        Publish("pr-2").Version.Should().Be(new TableVersion("one", 2));
    }

    [Fact]
    public async Task VersionOfAnEarlierLeader_IsAnsweredAtOnce()
    {
        var published = Publish("pr-1");

        (await _table.NextAsync("zero-99", CancellationToken.None)).Should().BeSameAs(published);
    }

    [Fact]
    public async Task PollForTheNext_WaitsForIt()
    {
        var first = Publish("pr-1");

        var poll = _table.NextAsync(first.Version.ToString(), CancellationToken.None);

        poll.IsCompleted.Should().BeFalse();
        var second = Publish("pr-2");
        (await poll).Should().BeSameAs(second);
    }

    [Fact]
    public async Task Acknowledgement_NeedsEveryReadyRouter()
    {
        var version = Publish("pr-1").Version;
        var waiting = _table.WhenAcknowledgedAsync(version, () => ["r-1", "r-2"], CancellationToken.None);
        _table.Acknowledge("r-1", version.ToString());
        waiting.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(2));
        _table.Acknowledge("r-2", version.ToString());

        await waiting;
        _delays.Should().Equal(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task LaterVersion_AcknowledgesTheEarlierOne()
    {
        var version = Publish("pr-1").Version;
        var next = Publish("pr-2").Version;

        _table.Acknowledge("r-1", next.ToString());

        await _table.WhenAcknowledgedAsync(version, () => ["r-1"], CancellationToken.None);
    }

    [Fact]
    public async Task RouterThatIsReadyNoMore_IsNotWaitedFor()
    {
        var version = Publish("pr-1").Version;
        List<string> ready = ["r-1", "r-2"];
        var waiting = _table.WhenAcknowledgedAsync(version, () => [.. ready], CancellationToken.None);
        _table.Acknowledge("r-1", version.ToString());
        waiting.IsCompleted.Should().BeFalse();

        ready.Remove("r-2");
        _table.RoutersChanged();

        await waiting;
    }

    [Fact]
    public void RouterThatWasStartedAnew_HasNothingAcknowledged()
    {
        var version = Publish("pr-1").Version;
        _table.Acknowledge("r-1", version.ToString());

        _table.Acknowledge("r-1", "");

        _table.WhenAcknowledgedAsync(version, () => ["r-1"], CancellationToken.None).IsCompleted.Should().BeFalse();
    }

    [Theory]
    [InlineData("one-2", "one-1", true)]
    [InlineData("one-1", "one-2", false)]
    [InlineData("two-9", "one-1", false)]
    [InlineData("", "one-1", false)]
    public void Version_IncludesEarlierOnesOfItsInstance(string has, string wanted, bool expected) =>
        (TableVersion.Parse(has)?.Includes(TableVersion.Parse(wanted)!.Value) ?? false).Should().Be(expected); // the wanted ones are versions

    private PublishedTable Publish(string key) => _table.Publish(new WireTable { Keys = [new WireKey { Key = key, Sandbox = key }] });
}
