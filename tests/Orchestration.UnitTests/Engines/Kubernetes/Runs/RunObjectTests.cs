using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Runs;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Runs;

public sealed class RunObjectTests
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonObject s_sandbox = JsonNode.Parse("""{"metadata":{"name":"pr-1","namespace":"shop","uid":"u-1"}}""")!.AsObject();

    [Fact]
    public void Run_ComesBackAsItWas_AndGoesWithItsSandbox()
    {
        var map = RunObject.Write(Run(), s_sandbox, s_now);

        RunObject.Read(map, s_sandbox, s_now)!.Record.Should().BeEquivalentTo(Run());
        map.Name().Should().Be("pr-1-run-20300101-120000-000-abcd");
        map.Labels()[KnownNames.SandboxLabel].Should().Be("pr-1");
        map["metadata"]!["ownerReferences"]!.ToJsonString().Should().Be("""[{"apiVersion":"agentsandbox.dev/v1alpha1","kind":"RoutedSandbox","name":"pr-1","uid":"u-1"}]""");
    }

    [Fact]
    public void RunOfAnEarlierSandboxOfTheName_IsNotRead()
    {
        var map = RunObject.Write(Run(), s_sandbox, s_now);
        var later = s_sandbox.Copy();
        later["metadata"]!["uid"] = "u-2";

        RunObject.Read(map, later, s_now).Should().BeNull();
    }

    [Theory]
    [InlineData("{torn")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"other","plan":"p","purpose":"p","sandbox":"pr-1","key":"k","owner":"o","startedAt":"2030-01-01T12:00:00Z"}""")]
    public void RecordThatSomebodyEdited_IsNoRun(string record)
    {
        var map = RunObject.Write(Run(), s_sandbox, s_now);
        map["data"]!["run.json"] = record;

        RunObject.Read(map, s_sandbox, s_now).Should().BeNull();
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(45, null)]
    [InlineData(46, "runner lost, since its last heartbeat was 46 s ago")]
    [InlineData(-30, null)]
    public void RunWithoutEnd_IsLostWhenItsHeartbeatIsOld(int age, string? lost)
    {
        var map = RunObject.Write(Run(), s_sandbox, s_now);

        RunObject.Read(map, s_sandbox, s_now.AddSeconds(age))!.LostReason.Should().Be(lost);
    }

    [Fact]
    public void RunWithoutHeartbeat_IsLost()
    {
        var map = RunObject.Write(Run(), s_sandbox, s_now);
        map["metadata"]!["annotations"] = new JsonObject();

        RunObject.Read(map, s_sandbox, s_now)!.LostReason.Should().Contain("no heartbeat");
    }

    [Fact]
    public void RunWithAnEnd_IsNeverLost()
    {
        var ended = Run() with { EndedAt = s_now, Verdict = new RunVerdict(Verdict.Pass, "All held.", []) };
        var map = RunObject.Write(Run(), s_sandbox, s_now);
        Merge(map, RunObject.Patch(ended, s_now).Body.AsObject());

        RunObject.Read(map, s_sandbox, s_now.AddDays(1))!.LostReason.Should().BeNull();
        map.TextAt("data", "verdict").Should().Be("pass");
    }

    [Fact]
    public void Heartbeat_ChangesNothingElse()
    {
        var body = RunObject.Patch(null, s_now.AddSeconds(10)).Body.AsObject();

        body.Select(entry => entry.Key).Should().Equal("metadata");
        var map = RunObject.Write(Run(), s_sandbox, s_now);
        Merge(map, body);
        RunObject.Read(map, s_sandbox, s_now.AddSeconds(50))!.LostReason.Should().BeNull();
    }

    [Fact]
    public void RunsBeyondTwenty_GoOldestFirst_ButNotOneThatIsRun()
    {
        var maps = Enumerable.Range(0, FileRunStore.MaxRuns + 3).Select(i =>
        {
            var map = RunObject.Write(i == 1 ? Run(i) : Run(i) with { EndedAt = s_now }, s_sandbox, s_now);
            map["metadata"]!["creationTimestamp"] = $"2030-01-01T11:00:{i:00}Z";
            return map;
        }).Reverse().ToList();

        RunObject.Surplus(maps, s_sandbox, s_now).Select(map => map.Name()).Should().Equal("pr-1-run-r00", "pr-1-run-r02");
        RunObject.Surplus(maps, s_sandbox, s_now.AddMinutes(1)).Should().HaveCount(3, "its runner is lost");
    }

    private static RunRecord Run(int number) => Run() with { Id = $"r{number:00}" };

    private static RunRecord Run() => new()
    {
        Id = "20300101-120000-000-abcd",
        Plan = "checkout",
        Purpose = "Checkout charges the fee",
        Sandbox = "pr-1",
        Key = "run-1234",
        Owner = "me",
        Forks = [new PinnedFork("orders", 2, "hash", "commit", false)],
        Steps = [new StepResult { Id = "a", Kind = "request", State = StepState.Running }],
        StartedAt = s_now,
    };

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject part && into[name] is JsonObject there)
            {
                Merge(there, part);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }
}
