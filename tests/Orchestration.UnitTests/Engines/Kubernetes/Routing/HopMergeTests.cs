using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Asking;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;
using AgentSandbox.Router.Hops;
using AgentSandbox.TestKit;
using AgentSandbox.TestKit.Cluster;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Routing;

public sealed class HopMergeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void HopsOfSeveralRouters_AreOneOrder()
    {
        var merged = HopMerge.Merge([Told("r-1", Hop("a", 1, 0), Hop("c", 2, 20)), Told("r-2", Hop("b", 1, 10))], "pr-1", [], s_start);

        merged.Hops.Select(hop => hop.Service).Should().Equal("a", "b", "c");
        merged.Hops.Select(hop => hop.Sequence).Should().Equal(1, 2, 3);
        merged.Incomplete.Should().BeNull();
    }

    [Fact]
    public void ClockThatIsSurelyAhead_IsCorrected()
    {
        var merged = HopMerge.Merge(
            [Told("r-1", Hop("a", 1, 0), Hop("c", 2, 20)), Told("r-2", Hop("b", 1, 5010)) with { ClockAhead = TimeSpan.FromSeconds(5) }], null, [], s_start);

        merged.Hops.Select(hop => hop.Service).Should().Equal("a", "b", "c");
    }

    [Theory]
    [InlineData(0, 10, 5, 0)]
    [InlineData(0, 10, 12, 2)]
    [InlineData(0, 10, -3, -3)]
    public void ClockAhead_IsWhatTheAnswersTimeCannotExplain(int sent, int received, int told, int expected) =>
        HopMerge.ClockAhead(s_start.AddSeconds(sent), s_start.AddSeconds(received), s_start.AddSeconds(told)).Should().Be(TimeSpan.FromSeconds(expected));

    [Fact]
    public void UnkeyedHopOfARouterThatSawNoKey_NamesTheKeyThatWasLost() =>
        HopMerge.Merge([Told("r-2", Hop("b", 1, 0) with { Key = null })], "pr-1", [], s_start).Hops[0].LostKey.Should().Be("pr-1");

    [Fact]
    public void RouterThatDoesNotTell_MakesTheRecordIncomplete() =>
        HopMerge.Merge([Told("r-1"), new RouterReading("r-2", null)], null, ["router r-3 became ready while the request was under way"], s_start)
            .Incomplete.Should().Be("router r-3 became ready while the request was under way; router r-2 did not tell its hops.");

    [Fact]
    public void Counts_AreSummed()
    {
        var merged = HopMerge.Merge(
            [
                new RouterReading("r-1", new WireHops { Unattributed = Count(("a", 1), ("b", 2)), KeyedStrays = Count(("a", 1)), InFlight = 1 }),
                new RouterReading("r-2", new WireHops { Unattributed = Count(("a", 4)), Overflowed = true }),
            ],
            null, [], s_start);

        merged.Unattributed.Should().BeEquivalentTo(Count(("a", 5), ("b", 2)));
        merged.KeyedStrays.Should().BeEquivalentTo(Count(("a", 1)));
        (merged.InFlight, merged.Overflowed).Should().Be((1, true));
    }

    [Fact]
    public void PeerThatWasReadyAndIsGone_IsKnownToHaveJoined()
    {
        var time = new ManualTimeProvider();
        var peers = new HopPeers("r-1", time);
        peers.Update([Router("r-1", true), Router("r-2", true)]);
        time.Advance(TimeSpan.FromSeconds(1));
        var began = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(1));

        peers.Update([Router("r-1", true), Router("r-2", true), Router("r-3", true), Router("r-4", false)]);
        peers.Update([Router("r-1", true), Router("r-2", true), Router("r-4", false)]);

        peers.ReadySince(began).Should().Equal("r-3");
        peers.Running.Select(peer => peer.Name).Should().BeEquivalentTo("r-2", "r-4");
    }

    [Fact]
    public void ForkAnswers_CountFromTheFirstQuestionAndKeepRoutersThatEnded()
    {
        var answers = new ClusterForkAnswers();
        answers.Take(Answers(("r-1", 10), ("r-2", 5))).Should().Be(0);
        answers.Take(Answers(("r-1", 12), ("r-2", 5), ("r-3", 1))).Should().Be(3);

        answers.Take(Answers(("r-1", 2), ("r-3", 1))).Should().Be(5, "r-1 was started anew after two answers, r-2 is away");
    }

    private static RouterReading Told(string router, params Hop[] hops) => new(router, new WireHops { Hops = hops });

    private static Hop Hop(string service, long sequence, int after) =>
        new() { Sequence = sequence, Start = s_start.AddMilliseconds(after), Service = service, Method = "GET", Path = "/", Key = "pr-1" };

    private static Dictionary<string, int> Count(params (string Service, int Count)[] counts) => counts.ToDictionary(count => count.Service, count => count.Count);

    private static WireForkAnswers Answers(params (string Router, long Count)[] counts) => new() { Routers = counts.ToDictionary(count => count.Router, count => count.Count) };

    private static RoutedPod Router(string name, bool isReady) => RoutedPod.Of(ClusterObjects.RouterPod(name, "10.0.0.1", isReady));
}
