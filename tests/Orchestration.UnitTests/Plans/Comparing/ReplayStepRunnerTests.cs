using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.UnitTests.Comparison;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Comparing;

public sealed class ReplayStepRunnerTests : IDisposable
{
    private readonly string _tree = Directory.CreateTempSubdirectory("replay-").FullName;

    public void Dispose() => Directory.Delete(_tree, recursive: true);

    [Fact]
    public async Task EqualAnswers_PassInTheirOrder()
    {
        var sides = Sides(_ => Answers.Of("""{"a":1}"""), Entry("/1", """{"a":1}"""), Entry("/2", """{"a":1}"""));
        var outcome = await Run(sides);

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
        outcome.MetFork.Should().BeTrue();
        sides.SentToSandbox.Select(request => request.Path).Should().Equal("/1", "/2");
        sides.SentToBaseline.Should().BeEmpty();
        sides.SentToSandbox[0].Headers.Should().ContainKey("x-kept").And.NotContainKeys("host", "baggage", "authorization");
    }

    [Fact]
    public async Task ABreakingDifference_FailsAndNamesItsRequest()
    {
        var outcome = await Run(Sides(request => Answers.Of(request.Path == "/2" ? "{}" : """{"a":1}"""), Entry("/1", """{"a":1}"""), Entry("/2", """{"a":1}""")));

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.Path.Should().Be("orders GET /2 $.a");
        outcome.Output!.Value.GetProperty("replayed").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task RepeatedRequests_ShowWhatVaries()
    {
        var outcome = await Run(
            Sides(_ => Answers.Of("""{"n":9}"""), Entry("/1", """{"n":1}"""), Entry("/1", """{"n":2}""")),
            new ComparisonRules { FailOn = [DifferenceClass.Changed] });

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
    }

    [Fact]
    public async Task UnsafeMethods_AreSkippedAndListed_UnlessAgreed()
    {
        var entries = new[] { Entry("/1", "{}"), Entry("/2", "{}", method: "DELETE") };
        var sides = Sides(_ => Answers.Of("{}"), entries);
        var outcome = await Run(sides);

        sides.SentToSandbox.Should().ContainSingle();
        outcome.Evidence.Should().ContainSingle(evidence => evidence.Title.Contains("not replayed", StringComparison.Ordinal)).Which.Lines.Should().ContainSingle().Which.Should().Contain("/2");
        var agreed = Sides(_ => Answers.Of("{}"), entries);
        await Run(agreed, mutates: true);
        agreed.SentToSandbox.Should().HaveCount(2);
    }

    [Fact]
    public async Task RecordedFailures_AreNotHeldAgainstTheFork()
    {
        var sides = Sides(_ => Answers.Of("{}"), Entry("/1", "{}", status: 502), Entry("/2", "{}"));

        (await Run(sides)).State.Should().Be(StepState.Passed);
        sides.SentToSandbox.Should().ContainSingle();
    }

    [Theory]
    [InlineData(ProofVerdict.NotRouted, StepState.Failed)]
    [InlineData(ProofVerdict.NotReached, StepState.Failed)]
    [InlineData(ProofVerdict.Unproven, StepState.Inconclusive)]
    public async Task NoForkMetByAnyRequest_IsNoPass(ProofVerdict verdict, StepState expected)
    {
        var outcome = await Run(Sides(_ => Answers.Of("{}"), verdict, Entry("/1", "{}")));

        outcome.State.Should().Be(expected);
        outcome.MetFork.Should().BeFalse();
    }

    [Fact]
    public async Task NothingReplayed_DecidesNothing() =>
        (await Run(Sides(_ => Answers.Of("{}"), Entry("/1", "{}", method: "POST")))).State.Should().Be(StepState.Inconclusive);

    [Fact]
    public async Task ARequestWithoutAnswer_Fails()
    {
        var outcome = await Run(Sides(_ => TwoSides.Failure(FailureCodes.RequestTimedOut), Entry("/1", "{}")));

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.Expected.Should().Contain("200");
    }

    [Theory]
    [InlineData("missing.har", "no such file")]
    [InlineData("../outside.har", "outside of the working tree")]
    [InlineData("/etc/hostname", "not a path relative")]
    public async Task Recordings_AreReadFromTheTreeAlone(string path, string expected)
    {
        var outcome = await Run(new TwoSides { Tree = _tree }, recording: path);

        outcome.IsFinal.Should().BeTrue();
        outcome.Summary.Should().Contain(expected);
    }

    [Fact]
    public async Task Links_LeadNowhereElse()
    {
        File.CreateSymbolicLink(Path.Combine(_tree, "link.har"), "/etc/hostname");

        (await Run(new TwoSides { Tree = _tree }, recording: "link.har")).Summary.Should().Contain("outside of the working tree");
    }

    private static object Entry(string path, string body, string method = "GET", int status = 200) => new
    {
        _service = "orders",
        request = new { method, url = path, headers = new[] { Header("host", "x"), Header("baggage", "sandbox=other"), Header("authorization", "[redacted]"), Header("x-kept", "1") } },
        response = new { status, headers = new[] { Header("content-type", "application/json") }, content = new { text = body } },
    };

    private static object Header(string name, string value) => new { name, value };

    private TwoSides Sides(Func<StepRequest, Result<ObservedResponse>> sandbox, params object[] entries) => Sides(sandbox, ProofVerdict.Routed, entries);

    private TwoSides Sides(Func<StepRequest, Result<ObservedResponse>> sandbox, ProofVerdict proof, params object[] entries)
    {
        File.WriteAllText(Path.Combine(_tree, "r.har"), JsonSerializer.Serialize(new { log = new { version = "1.2", entries } }));
        return new TwoSides { Tree = _tree, Sandbox = sandbox, Proof = proof };
    }

    private static Task<StepOutcome> Run(TwoSides sides, ComparisonRules? rules = null, bool mutates = false, string recording = "r.har") =>
        new ReplayStepRunner().RunAsync(new ReplayStep { Id = "r", Recording = recording, Mutates = mutates, Rules = rules ?? new ComparisonRules() }, sides, CancellationToken.None);
}
