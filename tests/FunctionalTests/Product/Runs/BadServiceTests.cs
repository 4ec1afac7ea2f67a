using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.FunctionalTests.Hosting;
using AgentSandbox.FunctionalTests.Processes;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Product.Runs;

/// <summary>Services that stream for ever, send a gigabyte, or break their connections: each step ends with a clear failure, in bounded memory.</summary>
public sealed class BadServiceTests
{
    private const long Gigabyte = 1024 * 1024 * 1024;
    private const long MaxGrowth = 256 * 1024 * 1024;

    private static readonly string[] s_paths = ["/stream/forever", "/stream/drip", $"/bytes?count={Gigabyte}", "/reset", "/reset?after=1000000"];

    [LinuxTheory]
    [InlineData("request")]
    [InlineData("compare")]
    public async Task EachPath_EndsItsStepWithItsFact(string kind)
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await RunningPlan.DeployAsync(host);
        var steps = string.Concat(s_paths.Select((path, i) => $$"""
              - id: s{{i}}
                {{kind}}: { service: three, path: "{{path}}" }
                {{(kind == "request" ? "expect: { json: { $.version: edited } }" : "")}}
                timeout: 4s
                retries: 0

            """));
        host.Repository.Write("plans/bad.yaml", $"version: 1\npurpose: Asks what misbehaves\nsteps:\n{steps}");
        var peak = PeakMemory(host.Pid);

        var (run, exitCode) = await RunAsync(host);

        PeakMemory(host.Pid).Should().BeLessThan(peak + MaxGrowth);
        var summaries = run.GetProperty("steps").EnumerateArray().Select(step => $"{step.GetProperty("state")}: {step.GetProperty("summary")}").ToList();
        if (kind == "request")
        {
            exitCode.Should().Be(1);
            summaries[0].Should().StartWith("failed").And.Contain("more than the 1048576 bytes that are read");
            summaries[1].Should().StartWith("failed").And.Contain("no complete answer within 3.8 s");
            summaries[2].Should().StartWith("failed").And.Contain("more than the 1048576 bytes that are read");
            summaries[3].Should().StartWith("failed").And.Contain("502");
            summaries[4].Should().StartWith("failed").And.Contain("GET /reset?after=1000000 of 'three' failed");
        }
        else
        {
            exitCode.Should().Be(2);
            summaries[0].Should().StartWith("inconclusive").And.Contain("larger than 1048576 bytes and was not compared");
            summaries[1].Should().StartWith("inconclusive").And.Contain("The baseline could not be asked").And.Contain("no complete answer within");
            summaries[2].Should().StartWith("inconclusive").And.Contain("larger than 1048576 bytes and was not compared");
            summaries[3].Should().StartWith("inconclusive").And.Contain("The baseline itself answers 502");
            summaries[4].Should().StartWith("inconclusive").And.Contain("The baseline could not be asked");
        }
    }

    [LinuxFact]
    public async Task ReplayOfThem_NamesEachThatGotNoAnswer()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await RunningPlan.DeployAsync(host);
        host.Repository.Write("recordings/bad.har", Recording());
        host.Repository.Write("plans/bad.yaml", """
            version: 1
            purpose: Replays what misbehaves
            steps:
              - id: again
                replay: { recording: recordings/bad.har }
                timeout: 20s
                retries: 0
            """);
        var peak = PeakMemory(host.Pid);

        var (run, exitCode) = await RunAsync(host);

        exitCode.Should().Be(1, run.ToString());
        PeakMemory(host.Pid).Should().BeLessThan(peak + MaxGrowth);
        var step = run.GetProperty("steps")[0];
        var failures = step.GetProperty("failures").EnumerateArray().Select(failure => failure.ToString()).ToList();
        failures.Should().Contain(failure => failure.Contains("/stream/drip") && failure.Contains("no complete answer within 10 s"));
        failures.Should().Contain(failure => failure.Contains("/reset?after=1000000") && failure.Contains("failed on the way"));
        failures.Should().Contain(failure => failure.Contains("/reset status") && failure.Contains("502"));
        step.GetProperty("summary").GetString().Should().Contain("of 6 recorded requests replayed");
    }

    [LinuxFact]
    public async Task LoadOnThem_Fails()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await RunningPlan.DeployAsync(host);
        host.Repository.Write("plans/bad.yaml", """
            version: 1
            purpose: Loads what misbehaves
            steps:
              - id: never-ends
                load: { service: three, path: /stream/drip, rate: 5, duration: 1s, warmUp: 200ms }
                timeout: 4s
                retries: 0
              - id: endless
                load: { service: three, path: /stream/forever, rate: 5, duration: 2s, warmUp: 200ms, thresholds: { errorRate: { atMost: 0.1 } } }
                timeout: 30s
                retries: 0
            """);
        var peak = PeakMemory(host.Pid);

        var (run, exitCode) = await RunAsync(host);

        exitCode.Should().Be(1, run.ToString());
        PeakMemory(host.Pid).Should().BeLessThan(peak + MaxGrowth);
        run.GetProperty("steps").EnumerateArray().Should().OnlyContain(step => step.GetProperty("state").GetString() == "failed", run.ToString());
    }

    [LinuxFact]
    public async Task HtmlOfAResponse_StaysTextInTheReport()
    {
        await using var host = await ProductHost.CreateAsync();
        await using var agent = await RunningPlan.DeployAsync(host);
        host.Repository.Write("plans/bad.yaml", """
            version: 1
            purpose: Asks for what would run
            steps:
              - id: hostile
                request: { service: three, path: /hostile }
                expect: { text: { is: harmless } }
                retries: 0
            """);
        var html = Path.Join(host.Repository.WorkRoot, "run.html");

        (await host.RunAsync("plan", "run", "pr-1", "bad", "--html", html)).ExitCode.Should().Be(1);

        var page = await File.ReadAllTextAsync(html);
        page.Should().Contain("&lt;script&gt;document.title=").And.NotContain("<script").And.NotContain("<img");
    }

    private static string Recording() => new JsonObject
    {
        ["log"] = new JsonObject
        {
            ["version"] = "1.2",
            ["entries"] = new JsonArray([.. s_paths.Append("/").Select(path => new JsonObject
            {
                ["_service"] = "three",
                ["request"] = new JsonObject { ["method"] = "GET", ["url"] = path, ["headers"] = new JsonArray() },
                ["response"] = new JsonObject
                {
                    ["status"] = 200,
                    ["headers"] = new JsonArray(new JsonObject { ["name"] = "content-type", ["value"] = "text/plain" }),
                    ["content"] = new JsonObject { ["text"] = "as it was" },
                },
            })]),
        },
    }.ToJsonString();

    private static async Task<(JsonElement Run, int ExitCode)> RunAsync(ProductHost host)
    {
        var report = Path.Join(host.Repository.WorkRoot, "report.json");
        var ended = await host.RunAsync("plan", "run", "pr-1", "bad", "--report-json", report);
        File.Exists(report).Should().BeTrue(ended.Output + ended.Error);
        return (JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement, ended.ExitCode);
    }

    /// <summary>The most memory that a process has had, in bytes.</summary>
    private static long PeakMemory(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
