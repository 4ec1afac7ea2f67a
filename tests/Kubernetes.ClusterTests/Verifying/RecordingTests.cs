using System.Text.Json;
using AgentSandbox.Engine.ConformanceTests;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.UseCases.Verification;

namespace AgentSandbox.Kubernetes.ClusterTests.Verifying;

/// <summary>Traffic of a sandbox, recorded at all router pods.</summary>
[Collection(VerifyingCollection.Name)]
public sealed class RecordingTests(ClusterBaselineFixture fixture)
{
    [OurClusterFact]
    public async Task TrafficOfASandbox_ComesTogetherFromAllRouters_Redacted_AndNoOtherDoes()
    {
        await using var system = await ForkedSystem.StartAsync(fixture);
        SandboxDriver.Value(await RecordAsync(system, RecordTrafficAction.Start)).EndedAt.Should().BeNull();
        using var client = new HttpClient();
        for (var i = 0; i < 10; i++)
        {
            var sent = SandboxDriver.Value(await system.Agent.TrySendAsync("pr-1", "one", $"/chain?api_key=s3cr3t-{i}", request => request with { Headers = new Dictionary<string, string> { ["x-api-key"] = "s3cr3t-header" } }));
            sent.Response.Status.Should().Be(200);
            using var everybody = await client.GetAsync(new Uri(system.Agent.Router("one"), "/chain?of=everybody"));
            everybody.IsSuccessStatusCode.Should().BeTrue($"{everybody} {await everybody.Content.ReadAsStringAsync()}");
        }

        await Eventually.True(async () => SandboxDriver.Value(await RecordAsync(system, RecordTrafficAction.Status)).Total == 30, "what both routers have is seen while it is on");
        var ended = SandboxDriver.Value(await RecordAsync(system, RecordTrafficAction.Stop));

        ended.Requests.Should().Equal(new Dictionary<string, int> { ["one"] = 10, ["three"] = 10, ["two"] = 10 });
        ended.EndReason.Should().EndWith("stopped it");
        var text = await File.ReadAllTextAsync(ended.File!); // it was written
        text.Should().NotContain("s3cr3t").And.NotContain("everybody", "requests without the key are not the sandbox's");
        var entries = JsonDocument.Parse(text).RootElement.GetProperty("log").GetProperty("entries").EnumerateArray().ToList();
        entries.Should().HaveCount(30);
        entries.Where(entry => Text(entry, "_service") == "three").Should().OnlyContain(entry => Text(entry, "_answeredBy") == "fork" && entry.GetProperty("_revision").GetInt32() == 1);
        entries.Where(entry => Text(entry, "_service") != "three").Should().OnlyContain(entry => Text(entry, "_answeredBy") == "baseline");
        entries.Select(entry => entry.GetProperty("startedDateTime").GetDateTimeOffset()).Should().BeInAscendingOrder();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(ended.File!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // What was recorded is what the fork answers: replayed, it passes.
        var copy = Path.Join(system.Repository.Root, "recordings", "three.har");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!); // it is in a folder
        File.Copy(ended.File!, copy);
        var run = (await system.RunAsync("version: 1\npurpose: As recorded\nsteps: [{ id: again, replay: { recording: recordings/three.har, services: [three], ignore: [\"$..pid\", \"$..traceparent\", \"$..baggage\", \"$..key\"] } }]\n")).Record;
        run.Verdict!.Verdict.Should().Be(Verdict.Pass, $"{run.Verdict.Reason} {run.Steps[0].Summary} {string.Join(" | ", run.Steps[0].Evidence.SelectMany(evidence => evidence.Lines))}");
    }

    [OurClusterFact]
    public async Task RecordingThatIsFull_EndsByItself()
    {
        await using var system = await ForkedSystem.StartAsync(fixture);
        SandboxDriver.Value(await RecordAsync(system, RecordTrafficAction.Start, request => request with { MaxRequests = 3, Services = ["three"] }));
        for (var i = 0; i < 6; i++)
        {
            await system.Agent.SendAsync("pr-1", "three", "/");
        }

        RecordingStatus? seen = null;
        await Eventually.True(async () => (seen = SandboxDriver.Value(await RecordAsync(system, RecordTrafficAction.Status))).EndedAt is not null, "it ends");

        seen!.Total.Should().Be(3); // the condition held
        seen.EndReason.Should().Be("it had 3 requests");
    }

    [OurClusterFact]
    public async Task TrafficOfTheBaseline_IsEverybodys_AndRefused()
    {
        using var repository = await TestRepository.CreateAsync();
        await using var system = await ClusterSystem.StartAsync(repository, fixture);
        var caller = await new SandboxDriver(system, repository.Root).CallerAsync();

        var refused = await system.UseCases.RecordTraffic.ExecuteAsync(new RecordTrafficRequest { Action = RecordTrafficAction.Start, Caller = caller, Baseline = true }, CancellationToken.None);

        refused.Should().FailWith(FailureCodes.RecordingUnusable).Message.Should().Contain("everybody");
    }

    private static async Task<Result<RecordingStatus>> RecordAsync(ForkedSystem system, RecordTrafficAction action, Func<RecordTrafficRequest, RecordTrafficRequest>? change = null)
    {
        var request = new RecordTrafficRequest { Action = action, Caller = await system.Agent.CallerAsync(), Sandbox = ForkedSystem.Sandbox };
        return await system.System.UseCases.RecordTraffic.ExecuteAsync(change is null ? request : change(request), CancellationToken.None);
    }

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();
}
