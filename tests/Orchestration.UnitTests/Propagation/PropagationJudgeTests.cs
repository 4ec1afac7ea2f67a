using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.UnitTests.Propagation;

public sealed class PropagationJudgeTests
{
    private const HopCarriers DotNet = HopCarriers.Baggage | HopCarriers.Traceparent | HopCarriers.RequestId;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<ProbeRecord> _probes = [];
    private Dictionary<string, int> _quiet = [];

    [Fact]
    public void BaggagePassedByEveryService_Passes_AlthoughTheHeaderIsLost()
    {
        Twice(Keyed(("a", HopCarriers.Baggage), ("b", DotNet), ("c", DotNet)));

        var report = Judge();

        report.Key.Verdict.Should().Be(PropagationVerdict.Passed);
        report.Carriers[KeyCarrier.Baggage].Verdict.Should().Be(PropagationVerdict.Passed);
        report.Carriers[KeyCarrier.Traceparent].Verdict.Should().Be(PropagationVerdict.Passed);
        report.Carriers[KeyCarrier.Header].Should().Match<CarrierFinding>(lost => lost.LostIn == "a" && lost.Certainty == ProofCertainty.Certain);
    }

    [Fact]
    public void KeyLostAndTraceKept_IsCertain_AndWhatFollowsIsNotBlamed()
    {
        Twice(Keyed(("a", HopCarriers.Baggage), ("b", DotNet), ("c", HopCarriers.Traceparent), ("d", HopCarriers.Traceparent)));

        var report = Judge();

        report.Key.Should().Match<CarrierFinding>(key => key.Verdict == PropagationVerdict.Lost && key.LostIn == "b" && key.LostBefore == "c" && key.Certainty == ProofCertainty.Certain);
        report.Key.Reason.Should().Contain("in 2 of 2 probes");
        report.Carriers[KeyCarrier.Traceparent].Verdict.Should().Be(PropagationVerdict.Passed);
    }

    [Fact]
    public void EverythingLost_IsLikelyTheOnlyConfiguredCaller()
    {
        Control("a", "b", "c");
        Twice(Keyed(("a", HopCarriers.Baggage), ("b", DotNet)) with { Unattributed = new Dictionary<string, int> { ["c"] = 1 } });

        var report = Judge();

        report.Key.Should().Match<CarrierFinding>(key => key.LostIn == "b" && key.LostBefore == "c" && key.Certainty == ProofCertainty.Likely);
        report.Key.Reason.Should().Contain("in 2 of 2 probes").And.Contain("none came while nothing was sent");
        report.Carriers[KeyCarrier.Traceparent].LostIn.Should().Be("b");
    }

    [Fact]
    public void RequestsThatOthersSendAnyway_AreNobodysLoss()
    {
        Control("a", "b");
        _quiet = new() { ["c"] = 5 };
        Twice(Keyed(("a", HopCarriers.Baggage), ("b", DotNet)) with { Unattributed = new Dictionary<string, int> { ["c"] = 5 } });

        Judge().Key.Verdict.Should().Be(PropagationVerdict.Passed);
    }

    [Fact]
    public void StrangersOfAServiceThatThePathDoesNotReach_AreNobodysLoss()
    {
        Control("a", "b");
        Twice(Keyed(("a", HopCarriers.Baggage), ("b", DotNet)) with { Unattributed = new Dictionary<string, int> { ["c"] = 1 } });

        Judge().Key.Verdict.Should().Be(PropagationVerdict.Passed);
    }

    [Fact]
    public void LossInOneOfTwoProbes_IsLessSure()
    {
        _probes.Add(Keyed(("a", HopCarriers.Baggage), ("b", DotNet)));
        _probes.Add(Keyed(("a", HopCarriers.Baggage), ("b", HopCarriers.Traceparent)));

        var report = Judge();

        report.Key.Should().Match<CarrierFinding>(key => key.LostIn == "a" && key.Certainty == ProofCertainty.Likely);
        report.Key.Reason.Should().Contain("in 1 of 2 probes");
    }

    [Fact]
    public void EntryThatCallsNobody_IsUntested()
    {
        Twice(Keyed(("a", HopCarriers.Baggage)));

        Judge().Key.Verdict.Should().Be(PropagationVerdict.Untested);
    }

    [Fact]
    public void HeaderAloneIsPassedOn_TheKeyPasses_AndBaggageIsLost()
    {
        Twice(Keyed(("a", HopCarriers.Baggage), ("b", HopCarriers.Header)));

        var report = Judge();

        report.Key.Verdict.Should().Be(PropagationVerdict.Passed);
        report.Carriers[KeyCarrier.Baggage].LostIn.Should().Be("a");
    }

    private static ProbeRecord Keyed(params (string Service, HopCarriers Carriers)[] chain) => new()
    {
        Carrier = KeyCarrier.Baggage,
        Status = 200,
        Hops =
        [
            .. chain.Select((hop, i) => new Hop
            {
                Sequence = i + 1,
                Start = s_start.AddMilliseconds(i),
                Duration = TimeSpan.FromMilliseconds(100 - (i * 2)),
                Service = hop.Service,
                Method = "GET",
                Path = "/",
                Key = (hop.Carriers & (HopCarriers.Baggage | HopCarriers.Header)) != 0 ? "probe-1" : null,
                Carriers = hop.Carriers,
            }),
        ],
    };

    private void Twice(ProbeRecord probe) => _probes.AddRange([probe, probe]);

    private void Control(params string[] reached) => _probes.Add(new ProbeRecord { Status = 200, Unattributed = reached.ToDictionary(service => service, _ => 1) });

    private PropagationReport Judge() => PropagationJudge.Judge(new ProbeSeries
    {
        Entry = "a",
        Probes = _probes,
        Quiet = _quiet,
        Calls = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["b"], ["b"] = ["c"], ["c"] = ["d"] },
    });
}
