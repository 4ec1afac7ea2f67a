using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.UnitTests.Proof;

public sealed class ProofJudgeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Hop> _hops = [];
    private readonly Dictionary<string, int> _unattributed = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ForkAnswersAtAnyHop_IsRouted(int position)
    {
        for (var i = 1; i <= 3; i++)
        {
            Hop($"s{i}", i, 100 - i, HopAnswer.Baseline, revision: i == position ? 4 : null);
        }

        var proof = Judge($"s{position}");

        proof.Verdict.Should().Be(ProofVerdict.Routed);
        proof.ForksMet.Should().Equal(new ForkMet($"s{position}", 4));
        proof.Lost.Should().BeNull();
    }

    [Fact]
    public void KeyLostByTheOnlyCaller_IsCertain()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 50, key: null);

        var proof = Judge("b");

        proof.Verdict.Should().Be(ProofVerdict.NotRouted);
        proof.Lost.Should().Match<LostKey>(lost => lost.Service == "a" && lost.MetInstead == "b" && lost.Certainty == ProofCertainty.Certain);
        proof.Reason.Should().StartWith("The key was lost in a:");
        proof.ForksNotMet.Should().Equal("b");
    }

    [Fact]
    public void KeyLostDeepInAChain_IsLikelyTheDeepest()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 80);
        Hop("c", 20, 60, key: null);

        var proof = Judge("c");

        proof.Lost.Should().Match<LostKey>(lost => lost.Service == "b" && lost.Certainty == ProofCertainty.Likely);
        proof.Reason.Should().Contain("probably lost in b");
    }

    [Fact]
    public void KeyedCallerThatHadEnded_IsNotBlamed()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 20);
        Hop("c", 30, 60, key: null);

        Judge("c").Lost.Should().Match<LostKey>(lost => lost.Service == "a" && lost.Certainty == ProofCertainty.Certain);
    }

    [Fact]
    public void KeyedCallerThatEndedAtThatMoment_IsNotBlamed()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 30);
        Hop("c", 30, 60, key: null);

        Judge("c").Lost!.Service.Should().Be("a");
    }

    [Fact]
    public void FanOut_OneBranchLosesTheKey_IsLikely()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 90);
        Hop("c", 11, 90);
        Hop("d", 20, 60, key: null);

        Judge("d").Lost!.Certainty.Should().Be(ProofCertainty.Likely);
    }

    [Fact]
    public void UnkeyedServiceInBetween_TheLossIsBeforeTheFirst()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 80, key: null);
        Hop("c", 20, 60, key: null);

        var proof = Judge("c");

        proof.Lost.Should().Match<LostKey>(lost => lost.Service == "a" && lost.MetInstead == "c" && lost.Certainty == ProofCertainty.Certain);
        proof.Lost!.Cause.Should().Contain("called b without it");
    }

    [Fact]
    public void LostFirstAndRoutedOnRetry_IsRoutedAndNamesTheLoss()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 20, key: null);
        Hop("b", 30, 60, revision: 1);

        var proof = Judge("b");

        proof.Verdict.Should().Be(ProofVerdict.Routed);
        proof.ForksNotMet.Should().BeEmpty();
    }

    [Fact]
    public void OneOfTwoForksMet_IsRouted_AndTheOtherListed()
    {
        Hop("a", 0, 100, revision: 2);
        Hop("b", 10, 50, key: null);

        var proof = Judge("a", "b", "c");

        proof.Verdict.Should().Be(ProofVerdict.Routed);
        proof.ForksMet.Should().Equal(new ForkMet("a", 2));
        proof.ForksNotMet.Should().Equal("b", "c");
        proof.Lost!.MetInstead.Should().Be("b");
        proof.Reason.Should().Contain("a revision 2").And.Contain("lost on the way to b");
    }

    [Fact]
    public void KeyAndTraceLost_IsPossible()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 80);
        _unattributed["c"] = 2;

        var proof = Judge("c");

        proof.Verdict.Should().Be(ProofVerdict.NotRouted);
        proof.Lost.Should().Match<LostKey>(lost => lost.Service == "b" && lost.Certainty == ProofCertainty.Possible);
        proof.Reason.Should().Contain("in or after b").And.Contain("2 request(s)");
    }

    [Fact]
    public void ExternalHop_IsNotBlamedForALoss()
    {
        Hop("a", 0, 100);
        Hop("bank", 10, 80, external: true);
        _unattributed["c"] = 1;

        Judge("c").Lost!.Service.Should().Be("a");
    }

    [Fact]
    public void UnattributedRequestsOfOtherServices_AreNoLoss()
    {
        Hop("a", 0, 100);
        _unattributed["other"] = 9;

        Judge("c").Verdict.Should().Be(ProofVerdict.NotReached);
    }

    [Fact]
    public void KeyKeptAndServiceNotAsked_IsNotReached()
    {
        Hop("a", 0, 100);

        var proof = Judge("b", "c");

        proof.Verdict.Should().Be(ProofVerdict.NotReached);
        proof.Reason.Should().Contain("never came to b or c");
    }

    [Fact]
    public void NoForks_IsNotReached()
    {
        Hop("a", 0, 100);

        Judge().Reason.Should().Contain("no forks");
    }

    [Theory]
    [InlineData(HopAnswer.Router, RouterErrorCodes.ForkUnavailable, "could not answer (fork_unavailable)")]
    [InlineData(HopAnswer.Router, RouterErrorCodes.UpstreamTimeout, "could not answer (upstream_timeout)")]
    [InlineData(HopAnswer.Router, RouterErrorCodes.UpstreamUnreachable, "could not answer (upstream_unreachable)")]
    [InlineData(HopAnswer.Pending, RouterErrorCodes.ClientAborted, "could not answer (client_aborted)")]
    [InlineData(HopAnswer.Pending, null, "could not answer (no response was begun)")]
    [InlineData(HopAnswer.Baseline, null, "its baseline answered")]
    public void ForkedServiceAskedWithTheKey_AnsweredByAnybodyElse_IsNotRouted(HopAnswer by, string? error, string reason)
    {
        Hop("a", 0, 100);
        Hop("b", 10, 50, by, error: error);

        var proof = Judge("b");

        proof.Verdict.Should().Be(ProofVerdict.NotRouted);
        proof.Reason.Should().Contain(reason);
    }

    [Fact]
    public void KeyReplacedOnTheWay_IsNotRoutedAndSaysSo()
    {
        Hop("a", 0, 100);
        Hop("b", 10, 50, HopAnswer.Fork, key: "pr-2", revision: 7, sandbox: "pr-2");

        var proof = Judge("b");

        proof.Verdict.Should().Be(ProofVerdict.NotRouted);
        proof.Reason.Should().Contain("the key 'pr-2' instead of 'pr-1'");
    }

    [Fact]
    public void NoHops_IsUnproven() => Judge("a").Should().Match<RequestProof>(proof => proof.Verdict == ProofVerdict.Unproven && proof.Reason == "No router recorded the request.");

    [Theory]
    [InlineData(true, 0, "too many hops")]
    [InlineData(false, 1, "have not ended")]
    public void IncompleteRecords_AreUnproven(bool overflowed, int inFlight, string reason)
    {
        Hop("a", 0, 100);

        var proof = Judge(overflowed, inFlight, "b");

        proof.Verdict.Should().Be(ProofVerdict.Unproven);
        proof.Reason.Should().Contain(reason);
    }

    [Fact]
    public void IncompleteRecordsWithAnAnswerOfTheFork_AreRouted()
    {
        Hop("a", 0, 100, revision: 1);

        Judge(overflowed: true, inFlight: 3, "a").Verdict.Should().Be(ProofVerdict.Routed);
    }

    private void Hop(
        string service, int from, int to, HopAnswer by = HopAnswer.Baseline, string? key = "pr-1", int? revision = null, string? sandbox = "pr-1", string? error = null, bool external = false) =>
        _hops.Add(new Hop
        {
            Sequence = _hops.Count + 1,
            Start = s_start.AddMilliseconds(from),
            Duration = TimeSpan.FromMilliseconds(to - from),
            Service = service,
            Method = "GET",
            Path = "/",
            Key = key,
            LostKey = key is null ? "pr-1" : null,
            Carriers = key is null ? HopCarriers.Traceparent : HopCarriers.Traceparent | HopCarriers.Baggage,
            AnsweredBy = revision is null ? by : HopAnswer.Fork,
            Sandbox = revision is null ? null : sandbox,
            Revision = revision,
            ErrorCode = error,
            External = external,
        });

    [Fact]
    public void RecordsOfALostRouter_AreUnproven()
    {
        Hop("a", 0, 100);

        var proof = ProofJudge.Judge(new ProofInput
        {
            Sandboxes = ["pr-1"],
            ForkedServices = ["b"],
            Snapshot = new HopSnapshot(_hops, false, 0) { Incomplete = "router r-2 ended meanwhile." },
            Unattributed = _unattributed,
        });

        proof.Verdict.Should().Be(ProofVerdict.Unproven);
        proof.Reason.Should().EndWith("router r-2 ended meanwhile.");
    }

    private RequestProof Judge(params string[] forked) => Judge(false, 0, forked);

    private RequestProof Judge(bool overflowed, int inFlight, params string[] forked) => ProofJudge.Judge(new ProofInput
    {
        Sandboxes = ["pr-1"],
        ForkedServices = forked,
        Snapshot = new HopSnapshot(_hops, overflowed, inFlight),
        Unattributed = _unattributed,
    });
}
