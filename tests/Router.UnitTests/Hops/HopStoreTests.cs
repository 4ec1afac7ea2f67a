using AgentSandbox.Router.Hops;

namespace AgentSandbox.Router.UnitTests.Hops;

public sealed class HopStoreTests
{
    private const string TraceA = "0af7651916cd43dd8448eb211c80319c";
    private const string TraceB = "1af7651916cd43dd8448eb211c80319c";
    private static readonly RoutingKey s_key = RoutingKey.Parse("pr-1");

    private readonly ManualTimeProvider _time = new();
    private readonly HopStore _store;

    public HopStoreTests() => _store = Create(new RouterOptions());

    [Fact]
    public void UnkeyedRequestOfUnknownTrace_IsNotRecorded()
    {
        _store.Begin(Start(null, TraceA)).Should().BeNull();
        _store.Begin(Start(null, null)).Should().BeNull();
    }

    [Fact]
    public void UnkeyedRequestOfKeyedTrace_IsRecordedWithTheLostKey()
    {
        _store.Begin(Start("pr-1", TraceA))!.End();
        _time.Advance(TimeSpan.FromSeconds(59));

        _store.Begin(Start(null, TraceA))!.End();

        var hops = _store.Recent(s_key, 10);
        hops.Should().HaveCount(2);
        hops[0].Key.Should().BeNull();
        hops[0].LostKey.Should().Be("pr-1");
    }

    [Fact]
    public void KeyedTrace_IsForgottenAfterItsTime()
    {
        _store.Begin(Start("pr-1", TraceA))!.End();
        _time.Advance(TimeSpan.FromSeconds(61));

        _store.Begin(Start(null, TraceA)).Should().BeNull();
    }

    [Fact]
    public void ManyTraces_KeepOnlyTheLatest()
    {
        var store = Create(new RouterOptions { MaxTraces = 2 });
        foreach (var trace in new[] { "a", "b", "c" })
        {
            store.Begin(Start("pr-1", trace))!.End();
        }

        store.Begin(Start(null, "a")).Should().BeNull();
        store.Begin(Start(null, "c")).Should().NotBeNull();
    }

    [Fact]
    public void Recent_IsBoundedAndNewestFirst()
    {
        var store = Create(new RouterOptions { RecentHops = 16 });
        for (var i = 0; i < 40; i++)
        {
            store.Begin(Start("pr-1", null))!.End();
        }

        var hops = store.Recent(s_key, 100);

        hops.Select(hop => hop.Sequence).Should().Equal(Enumerable.Range(25, 16).Reverse().Select(i => (long)i));
        store.Recent(s_key, 3).Should().HaveCount(3);
        store.Recent(RoutingKey.Parse("pr-12"), 3).Should().BeEmpty();
    }

    [Fact]
    public void Capture_OutlivesTheRing()
    {
        var store = Create(new RouterOptions { RecentHops = 16 });
        using var capture = store.Register("r1", TraceA);
        store.Begin(Start("pr-1", TraceA, "r1"))!.End();
        for (var i = 0; i < 40; i++)
        {
            store.Begin(Start("pr-2", null))!.End();
        }

        capture.Snapshot().Hops.Should().ContainSingle().Which.Key.Should().Be("pr-1");
    }

    [Fact]
    public void Capture_FollowsNewTraceOfSameRequest()
    {
        using var capture = _store.Register("r1", TraceA);
        _store.Begin(Start("pr-1", TraceB, "r1"))!.End();

        _store.Begin(Start(null, TraceB))!.End();

        capture.Snapshot().Hops.Select(hop => hop.LostKey).Should().Equal(null, "pr-1");
        _store.FindRequestId(TraceB).Should().Be("r1");
    }

    [Fact]
    public void Capture_BeyondItsLimit_SaysSo()
    {
        var store = Create(new RouterOptions { MaxHopsPerCapture = 1 });
        using var capture = store.Register("r1", null);
        store.Begin(Start("pr-1", null, "r1"))!.End();
        capture.Snapshot().Overflowed.Should().BeFalse();

        store.Begin(Start("pr-1", null, "r1"))!.End();

        capture.Snapshot().Overflowed.Should().BeTrue();
        capture.Snapshot().Hops.Should().ContainSingle();
    }

    [Fact]
    public void TooManyCaptures_OverflowFromTheStart()
    {
        var store = Create(new RouterOptions { MaxCaptures = 1 });
        using var first = store.Register("r1", null);

        using var second = store.Register("r2", null);

        first.Snapshot().Overflowed.Should().BeFalse();
        second.Snapshot().Overflowed.Should().BeTrue();
    }

    [Fact]
    public async Task WaitIdle_EndsWithTheLastRequest()
    {
        using var capture = _store.Register("r1", null);
        var first = _store.Begin(Start("pr-1", null, "r1"))!;
        var second = _store.Begin(Start("pr-1", null, "r1"))!;

        var idle = capture.WaitIdleAsync(CancellationToken.None);
        first.End();
        first.End();
        idle.IsCompleted.Should().BeFalse();
        capture.Snapshot().InFlight.Should().Be(1);
        second.End();

        await idle.WaitAsync(TimeSpan.FromSeconds(30));
        capture.Snapshot().InFlight.Should().Be(0);
    }

    [Fact]
    public void DisposedCapture_TakesNoMoreHops()
    {
        var capture = _store.Register("r1", TraceA);
        capture.Dispose();

        _store.Begin(Start("pr-1", TraceA, "r1"))!.End();

        capture.Snapshot().Hops.Should().BeEmpty();
        _store.FindRequestId(TraceA).Should().BeNull();
        _store.Register("r1", null).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    public void UnusableRequestId_IsRefused(string requestId)
    {
        var registering = () => _store.Register(requestId, null);

        registering.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Path_HasNoQueryAndIsBounded()
    {
        _store.Begin(Start("pr-1", null) with { Target = "/a?secret=1" })!.End();
        _store.Begin(Start("pr-1", null) with { Target = "/" + new string('x', 9000) })!.End();

        var hops = _store.Recent(s_key, 2);
        hops[1].Path.Should().Be("/a");
        hops[0].Path.Should().HaveLength(257).And.EndWith("…");
    }

    [Fact]
    public void Hop_IsCompletedAtItsEnd()
    {
        var entry = _store.Begin(Start("pr-1", null))!;
        entry.Hop.Should().BeEquivalentTo(new { AnsweredBy = HopAnswer.Pending, Status = (int?)null, Duration = (TimeSpan?)null });

        entry.Routed("pr-1", 3, external: false);
        entry.Answered(HopAnswer.Fork, 200);
        _time.Advance(TimeSpan.FromSeconds(2));
        entry.End();

        entry.Hop.Should().BeEquivalentTo(new { AnsweredBy = HopAnswer.Fork, Status = 200, Sandbox = "pr-1", Revision = 3, Duration = TimeSpan.FromSeconds(2) });
    }

    private HopStore Create(RouterOptions options) => new(options, _time);

    private static HopStart Start(string? key, string? traceId, string? requestId = null) => new()
    {
        Service = "orders",
        Method = "GET",
        Target = "/",
        Key = key,
        TraceId = traceId,
        RequestId = requestId,
    };
}
