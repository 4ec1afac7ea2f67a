using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Engines.Kubernetes.Runs;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Runs;

public sealed class RunShorteningTests
{
    [Fact]
    public void RunThatFits_IsKeptWhole()
    {
        var run = Run(Step("a", StepState.Failed));

        Read(RunShortening.Fit(run, RunShortening.MaxBytes)).Should().BeEquivalentTo(run, options => options.Excluding(record => record.Steps));
        RunShortening.Fit(run, RunShortening.MaxBytes).Should().Be(JsonSerializer.Serialize(run, RunJson.Default.RunRecord));
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(100_000)]
    [InlineData(30_000)]
    [InlineData(15_000)]
    public void LargeRun_FitsAndKeepsVerdictAndOutcomes(int maxBytes)
    {
        var run = Run([.. Enumerable.Range(0, 40).Select(i => Step($"step-{i}", i % 10 == 0 ? StepState.Failed : StepState.Passed))]);

        var text = RunShortening.Fit(run, maxBytes);

        Encoding.UTF8.GetByteCount(text).Should().BeLessThanOrEqualTo(maxBytes);
        var kept = Read(text);
        kept.IsShortened.Should().BeTrue();
        kept.Verdict.Should().BeEquivalentTo(run.Verdict);
        kept.Forks.Should().BeEquivalentTo(run.Forks);
        kept.Steps.Select(step => (step.Id, step.State, step.MetFork, step.Tries)).Should().Equal(run.Steps.Select(step => (step.Id, step.State, step.MetFork, step.Tries)));
    }

    [Fact]
    public void Evidence_StaysLongestWhereAStepDidNotPass_TheMostTellingFirst()
    {
        var run = Run([.. Enumerable.Range(0, 40).Select(i => Step($"step-{i}", i == 7 ? StepState.Failed : StepState.Passed))]);

        var kept = Read(RunShortening.Fit(run, 60_000));

        kept.Steps[7].Failures.Should().NotBeEmpty();
        kept.Steps[7].Evidence[0].Title.Should().StartWith("the most telling");
        kept.Steps[7].Evidence.Count.Should().BeGreaterThan(kept.Steps[6].Evidence.Count);
    }

    [Fact]
    public void LargestPlan_StaysWellBelowWhatAnApiServerTakes()
    {
        var long63 = new string('s', 58);
        var run = Run([.. Enumerable.Range(0, 2000).Select(i => Step($"{long63}-{i:0000}", StepState.Failed) with { IsCleanup = i >= 1000 })]);

        Encoding.UTF8.GetByteCount(RunShortening.Fit(run, RunShortening.MaxBytes)).Should().BeLessThanOrEqualTo(RunShortening.MaxBytes);
    }

    private static RunRecord Read(string text) => JsonSerializer.Deserialize(text, RunJson.Default.RunRecord)!;

    private static RunRecord Run(params StepResult[] steps) => new()
    {
        Id = "r1",
        Plan = "p",
        Purpose = "p",
        Sandbox = "pr-1",
        Key = "run-1",
        Owner = "me",
        Forks = [new PinnedFork("orders", 2, "hash", "commit", false)],
        StartedAt = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
        Verdict = new RunVerdict(Verdict.Fail, "4 of 40 steps failed.", [new TellingEvidence("a", "text")]),
        Steps = steps,
    };

    /// <summary>About 60 kB.</summary>
    private static StepResult Step(string id, StepState state) => new()
    {
        Id = id,
        Kind = "request",
        Title = "Ü" + new string('t', 300),
        State = state,
        Summary = "Ü" + new string('s', 500),
        Tries = 2,
        MetFork = true,
        StartedAt = DateTimeOffset.UnixEpoch,
        Inputs = new string('i', 1000),
        Failures = [.. Enumerable.Range(0, 20).Select(i => new ClaimFailure($"$.a{i}", new string('e', 200), new string('f', 400)))],
        Evidence =
        [
            .. Enumerable.Range(0, 20).Select(i => new Evidence { Kind = EvidenceKind.Text, Title = $"piece {i}", Lines = [.. Enumerable.Range(0, 20).Select(_ => new string('l', 100))] }),
            new Evidence { Kind = EvidenceKind.Text, Title = "the most telling", Weight = 100, Data = JsonSerializer.SerializeToElement(new string('d', 3000), JsonSerializerOptions.Default) },
        ],
    };
}
