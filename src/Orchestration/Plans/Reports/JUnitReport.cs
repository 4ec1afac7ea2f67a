using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>Writes JUnit XML in the form that the common readers of continuous integration share.</summary>
/// <remarks>
/// One test case per step and one named <c>verdict</c>, since a run can fail though no step did: a reader that knows only
/// JUnit must not show green then. What failed is a failure, what decided nothing is an error, and a clean-up step that
/// did not pass is skipped, because clean-up never changes the verdict.
/// </remarks>
public static class JUnitReport
{
    private const int MaxOutput = 16 * 1024;
    private const int MaxMessage = 500;
    private const int MaxLines = 100;

    /// <summary>Writes a run, ended or not.</summary>
    /// <param name="run">The run.</param>
    public static string Write(RunRecord run)
    {
        var suiteName = ReportText.OneLine(run.Plan, MaxMessage);
        var cases = run.Steps.Select(step => Case(step, suiteName)).Append(VerdictCase(run, suiteName)).ToList();
        var counts = new[]
        {
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(test => test.Element("failure") is not null)),
            new XAttribute("errors", cases.Count(test => test.Element("error") is not null)),
            new XAttribute("skipped", cases.Count(test => test.Element("skipped") is not null)),
            new XAttribute("time", Seconds((run.EndedAt ?? run.StartedAt) - run.StartedAt)),
        };
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", suiteName),
            counts,
            new XAttribute("timestamp", run.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
            new XElement("properties", Properties(run)),
            cases);
        return Text(new XElement("testsuites", new XAttribute("name", "AgentSandbox"), counts, suite));
    }

    private static XElement Case(StepResult step, string suite)
    {
        var name = ReportText.OneLine(step.Title is null ? step.Id : $"{step.Id}: {step.Title}", MaxMessage);
        return new XElement(
            "testcase",
            new XAttribute("classname", suite),
            new XAttribute("name", name),
            new XAttribute("time", Seconds(step.Duration)),
            Problem(step),
            new XElement("system-out", ReportText.Cut(string.Join('\n', Output(step)), MaxOutput)));
    }

    private static XElement? Problem(StepResult step) => step.State switch
    {
        StepState.Passed => null,
        StepState.Skipped => Message("skipped", step.Summary),
        _ when step.IsCleanup => Message("skipped", $"Clean-up did not pass, which does not change the verdict. {step.Summary}"),
        StepState.Failed => Message("failure", step.Summary, step.Kind, step.Failures),
        _ => Message("error", step.Summary, ReportText.NameOf(step.State), step.Failures),
    };

    private static XElement VerdictCase(RunRecord run, string suite) => new(
        "testcase",
        new XAttribute("classname", suite),
        new XAttribute("name", "verdict"),
        new XAttribute("time", "0.000"),
        run.Verdict?.Verdict switch
        {
            Verdict.Pass => null,
            Verdict.Fail => Message("failure", ReportText.Reason(run), "verdict", []),
            _ => Message("error", ReportText.Reason(run), ReportText.NameOf(run.Verdict), []),
        },
        new XElement("system-out", ReportText.Clean(ReportText.Reason(run))));

    private static XElement Message(string element, string message, string? type = null, IReadOnlyList<ClaimFailure>? failures = null) => new(
        element,
        new XAttribute("message", ReportText.OneLine(message, MaxMessage)),
        type is null ? null : new XAttribute("type", ReportText.OneLine(type, MaxMessage)),
        failures is null ? null : string.Join('\n', ReportText.Lines([message, .. failures.Select(failure => failure.ToString())], MaxLines, MaxMessage)));

    private static IEnumerable<string> Output(StepResult step)
    {
        yield return ReportText.Clean(step.Summary);
        yield return $"state: {ReportText.NameOf(step.State)}, tries: {step.Tries}{(step.IsFlaky ? ", flaky" : "")}{(step.MetFork ? ", met the fork" : "")}";
        if (step.Inputs.Length > 0)
        {
            yield return ReportText.Clean(step.Inputs);
        }

        foreach (var evidence in step.Evidence)
        {
            yield return $"[{JsonReport.NameOf(evidence.Kind)}] {ReportText.OneLine(evidence.Title, MaxMessage)}";
            foreach (var line in ReportText.Lines(evidence.Lines, MaxLines, MaxMessage))
            {
                yield return $"  {line}";
            }
        }
    }

    private static IEnumerable<XElement> Properties(RunRecord run)
    {
        yield return Property("run", run.Id);
        yield return Property("sandbox", run.Sandbox);
        yield return Property("owner", run.Owner);
        yield return Property("verdict", ReportText.NameOf(run.Verdict));
        yield return Property("baseline", run.BaselineCommit ?? "without git");
        yield return Property("baseline.digest", run.BaselineDigest ?? "unknown");
        foreach (var fork in run.Forks)
        {
            yield return Property($"fork.{fork.Service}", $"revision {fork.Revision}, tree {fork.TreeHash}{(fork.Stale ? ", stale" : "")}");
        }
    }

    private static XElement Property(string name, string value) =>
        new("property", new XAttribute("name", ReportText.OneLine(name, MaxMessage)), new XAttribute("value", ReportText.OneLine(value, MaxMessage)));

    private static string Seconds(TimeSpan time) => Math.Max(0, time.TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Text(XElement root)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            new XDocument(root).Save(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
