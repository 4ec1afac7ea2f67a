using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.TestKit;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>Output of pods, through the tool.</summary>
[Collection(CallingCollection.Name)]
public sealed class ReadLogsTests(ClusterBaselineFixture fixture)
{
    private static readonly string[] s_three = ["three"];
    private static readonly string[] s_endsByItself = ["sh", "-c", "echo begins; sleep 3; echo about to end; exit 3"];

    [OurClusterFact]
    public async Task LinesOfTwoPods_AreMerged_AndReadBackToTheFirst()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await caller.CreateAsync("logs");
        await caller.ReadyAsync("logs", new { sandbox = "logs", services = s_three, image = await ClusterBaselineFixture.ImageAsync("three-logs", "logs"), replicas = 2 });
        for (var i = 0; i < 12; i++)
        {
            await caller.OkAsync("send_routed_request", new { sandbox = "logs", service = "three", path = $"/log?text=number-{i:00}" });
        }

        var shown = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await caller.OkAsync("read_logs", new { sandbox = "logs", tail = 5, source = "run", cursor });
            shown.InsertRange(0, page["lines"]!.AsArray().Select(line => line!.GetValue<string>()));
            cursor = page["older_cursor"]?.GetValue<string>();
            pages++;
        }
        while (cursor is not null && pages < 20);

        pages.Should().BeGreaterThan(2);
        shown.Where(line => line.Contains("number-", StringComparison.Ordinal)).Select(line => line[^9..]).Should().Equal(Enumerable.Range(0, 12).Select(i => $"number-{i:00}"));
        shown.Count(line => line.Contains("three logs listens", StringComparison.Ordinal)).Should().Be(2, "each pod began once");
    }

    [OurClusterFact]
    public async Task ContainerThatCrashed_IsReadWithWhatItSaidBefore()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await caller.CreateAsync("crash");

        _ = await caller.CallAsync("deploy_fork", new
        {
            sandbox = "crash",
            services = s_three,
            image = await TestCluster.BoxImageAsync(),
            command = s_endsByItself,
            patch = new { spec = new { template = new { spec = new { containers = new[] { new { name = "app", readinessProbe = (object?)null } } } } } },
        });

        await Eventually.True(
            async () => (await caller.OkAsync("read_logs", new { sandbox = "crash", source = "run" }))["lines"]!.AsArray().Select(line => line!.GetValue<string>()).ToList() is var lines
                && lines.FindIndex(line => line.Contains("about to end", StringComparison.Ordinal)) is >= 0 and var end
                && lines.FindLastIndex(line => line.Contains("begins", StringComparison.Ordinal)) > end,
            "the end stands before the new start");
    }
}
