using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

/// <summary>Runs with everything that a report has to show, and with text that tries to break out of it.</summary>
internal static class SampleRun
{
    /// <summary>What services, branches and commands may say.</summary>
    public const string Hostile = "</code></pre><script>window.pwned=1</script><img src=x onerror=alert(1)> ``` @octocat #1 [x](javascript:alert(1)) ![i](https://evil.invalid/i.png) | a\\| \u001b[31mred\u0000 \u202Egnp.exe";

    public static readonly DateTimeOffset Start = new(2026, 3, 4, 9, 30, 0, TimeSpan.Zero);

    public static RunRecord Rich() => Judged(
        [
            SampleSteps.Passing(), SampleSteps.Lost(), SampleSteps.Comparing(), SampleSteps.Loading(), SampleSteps.Flaky(),
            SampleSteps.Suite(), SampleSteps.HostileStep(), SampleSteps.Skipped(), SampleSteps.Cleanup(),
        ],
        new RunFacts { NeedsFork = true, StaleForks = ["orders"] });

    public static RunRecord Passing() => Judged([SampleSteps.Passing(), SampleSteps.Flaky()], new RunFacts { NeedsFork = true });

    public static RunRecord Judged(IReadOnlyList<StepResult> steps, RunFacts facts) => Running(steps) with
    {
        EndedAt = Start.AddSeconds(41.87),
        Verdict = VerdictFunction.Decide(facts, steps),
    };

    public static RunRecord Running(IReadOnlyList<StepResult> steps) => new()
    {
        Id = "r-20260304-7f3a",
        Plan = "checkout-contract",
        Purpose = "Orders answers as the frontend and the mobile app expect, as fast as trunk does, and says so in its log.",
        Sandbox = "pr-1284",
        Key = "pr-1284-run-7f3a",
        Owner = "mira@workstation /src/shop",
        Parameters = new Dictionary<string, string> { ["sku"] = "tea-01", ["apiToken"] = "[redacted]" },
        Forks =
        [
            new PinnedFork("orders", 3, "9d4e1f0aa2c84be0c5bb", "4f0c2a9e77d1b3", Stale: true),
            new PinnedFork("payments", 1, "1b77c0de54f3310aa8e2", "4f0c2a9e77d1b3", Stale: false),
        ],
        BaselineCommit = "a81be2c0943f6d5520cd",
        BaselineDigest = "sha256:5d1f0c",
        Steps = steps,
        StartedAt = Start,
    };
}
