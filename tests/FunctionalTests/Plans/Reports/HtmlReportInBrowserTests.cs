using System.Collections;
using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Reports.Html;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.FunctionalTests.Plans.Reports;

/// <summary>A report of what tries to run in it, opened in a real browser.</summary>
public sealed class HtmlReportInBrowserTests
{
    private const string Mark = "pwned-by-report";

    /// <summary>Each way of running sets the page's title, which the browser prints with the page.</summary>
    private static readonly string s_payload = string.Concat(
        $"<script>document.title='{Mark}'</script>",
        $"\"'><img src=x onerror=\"document.title='{Mark}'\">",
        $"<svg onload=\"document.title='{Mark}'\"></svg>",
        $"<iframe srcdoc=\"<script>parent.document.title='{Mark}'</script>\"></iframe>",
        $"<a id=bait autofocus onfocus=\"document.title='{Mark}'\" href=\"javascript:document.title='{Mark}'\">x</a>",
        $"</style></title></textarea>--><script>document.title='{Mark}'</script>");

    [ChromiumFact]
    public async Task HostilePayload_DoesNotRunAndIsShownAsText()
    {
        var dom = await OpenAsync(HtmlReport.Write(HostileRun()));

        dom.Should().Contain("<title>Fail: ").And.NotContain($"<title>{Mark}");
        dom.Should().NotContain("<script").And.NotContain("<iframe").And.NotContain("<img").And.NotContain("id=\"bait\"");
        dom.Should().Contain($"&lt;script&gt;document.title='{Mark}'&lt;/script&gt;");
    }

    [ChromiumFact]
    public async Task Policy_StopsWhatWouldHaveEscaped()
    {
        var page = HtmlReport.Write(HostileRun()).Replace("</body>", s_payload + "</body>", StringComparison.Ordinal);

        (await OpenAsync(page)).Should().Contain("<title>Fail: ").And.Contain("<script").And.NotContain($"<title>{Mark}");
    }

    [ChromiumFact]
    public async Task Payload_RunsWithoutEncodingAndPolicy()
    {
        // Otherwise the two tests above could not fail.
        (await OpenAsync($"<!DOCTYPE html><title>Fail: </title><body>{s_payload}</body>")).Should().Contain($"<title>{Mark}");
    }

    private static async Task<string> OpenAsync(string page)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Join("report.html");
        await File.WriteAllTextAsync(file, page);
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "");
        environment["HOME"] = directory.Join(".");
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = ChromiumFactAttribute.Program!, // the test is skipped without it
                Arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", $"--user-data-dir={directory.Join("profile")}", "--dump-dom", new Uri(file).AbsoluteUri],
                WorkingDirectory = directory.Join("."),
                Environment = environment,
                Timeout = TestTimeouts.Default,
            },
            CancellationToken.None);
        var dom = Encoding.UTF8.GetString(result.Output.Span);
        dom.Should().Contain("</html>", "the browser ends with {0} {1}: {2}", result.Outcome, result.ExitCode, Encoding.UTF8.GetString(result.Error.Span));
        return dom;
    }

    private static RunRecord HostileRun()
    {
        var quoted = JsonSerializer.Serialize(s_payload);
        var steps = new[]
        {
            new StepResult
            {
                Id = s_payload, Kind = s_payload, Title = s_payload, State = StepState.Failed, Summary = s_payload, Inputs = s_payload, StartedAt = DateTimeOffset.UnixEpoch,
                Failures = [new ClaimFailure(s_payload, s_payload, s_payload)],
                Evidence =
                [
                    Piece(EvidenceKind.Text, "null"),
                    Piece(EvidenceKind.Hops, $$"""[{"service":{{quoted}},"answeredBy":{{quoted}},"status":200}]"""),
                    Piece(EvidenceKind.Differences, $$"""[{"path":{{quoted}},"class":{{quoted}},"baseline":{{quoted}},"sandbox":{{quoted}},"reason":{{quoted}}}]"""),
                    Piece(EvidenceKind.Latency, $$"""{"sandbox":{"quantiles":{"p50":5, {{quoted}}:5} },"thresholds":[{"subject":{{quoted}},"claim":{{quoted}},"outcome":{{quoted}},"reason":{{quoted}}}]}"""),
                    Piece(EvidenceKind.TestResults, $$"""{"tests":1,"failures":1,"failed":[{"name":{{quoted}},"message":{{quoted}}}]}"""),
                    Piece(EvidenceKind.Artifact, $$"""{"name":{{quoted}},"bytes":{{quoted}}}"""),
                ],
            },
        };
        return new RunRecord
        {
            Id = s_payload,
            Plan = s_payload,
            Purpose = s_payload,
            Sandbox = s_payload,
            Key = s_payload,
            Owner = s_payload,
            BaselineCommit = s_payload,
            Parameters = new Dictionary<string, string> { [s_payload] = s_payload },
            Forks = [new PinnedFork(s_payload, 1, s_payload, s_payload, Stale: true)],
            Steps = steps,
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
            Verdict = VerdictFunction.Decide(new RunFacts { StaleForks = [s_payload] }, steps),
        };
    }

    private static Evidence Piece(EvidenceKind kind, string data) => new()
    {
        Kind = kind,
        Title = s_payload,
        Weight = 100,
        Lines = [s_payload],
        Data = JsonDocument.Parse(data).RootElement,
    };
}
