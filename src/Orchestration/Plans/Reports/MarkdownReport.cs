using System.Text;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>Writes a comment for a pull request: the verdict, a table of the steps, and collapsed details.</summary>
public static class MarkdownReport
{
    /// <summary>The most characters; GitHub refuses a comment of more than 65,536.</summary>
    public const int MaxLength = 60_000;

    private const int MaxTable = 25_000;
    private const int MaxText = 300;
    private const int MaxLines = 40;
    private const int MaxFailures = 20;

    /// <summary>Writes a run, ended or not.</summary>
    /// <param name="run">The run.</param>
    public static string Write(RunRecord run)
    {
        var text = new StringBuilder();
        Head(text, run);
        Table(text, run.Steps);
        Details(text, run.Steps);
        Foot(text, run);
        return text.ToString();
    }

    private static void Head(StringBuilder text, RunRecord run)
    {
        text.Append($"## {Sign(run.Verdict)} {Title(run.Verdict)}: {MarkdownText.Code(run.Plan, MaxText)}\n\n");
        text.Append($"{MarkdownText.Prose(ReportText.Reason(run), 1000)}\n\n");
        foreach (var telling in run.Verdict?.Telling ?? [])
        {
            text.Append($"- {MarkdownText.Code(telling.Step, 80)} {MarkdownText.Prose(telling.Text, MaxText)}\n");
        }

        if (run.Verdict?.Telling.Count > 0)
        {
            text.Append('\n');
        }
    }

    private static void Table(StringBuilder text, IReadOnlyList<StepResult> steps)
    {
        text.Append("| | step | kind | result | tries | time |\n|---|---|---|---|--:|--:|\n");
        var room = MaxTable;
        var rows = new SortedDictionary<int, string>();
        foreach (var (step, place) in steps.Select((step, place) => (step, place)).OrderBy(pair => Grave(pair.step)))
        {
            var row = Row(step);
            room -= row.Length;
            if (room < 0)
            {
                break;
            }

            rows[place] = row;
        }

        text.Append(string.Concat(rows.Values));
        if (steps.Count > rows.Count)
        {
            text.Append($"\n… and {steps.Count - rows.Count} more steps.\n");
        }

        text.Append('\n');
    }

    private static string Row(StepResult step)
    {
        var notes = $"{(step.IsFlaky ? " (flaky)" : "")}{(step.IsCleanup ? " (clean-up)" : "")}";
        return $"| {Sign(step)} | {MarkdownText.Code(step.Id, 80)} | {MarkdownText.Prose(step.Kind, 20)}{notes} | {MarkdownText.Prose(step.Summary, MaxText)} | {step.Tries} | {ReportText.Duration(step.Duration)} |\n";
    }

    /// <summary>The details of the gravest steps, as many as a comment has room for.</summary>
    private static void Details(StringBuilder text, IReadOnlyList<StepResult> steps)
    {
        var room = MaxLength - text.Length - 4000;
        var left = 0;
        var details = new SortedDictionary<int, string>();
        foreach (var (step, place) in steps.Select((step, place) => (step, place)).OrderBy(pair => Grave(pair.step)))
        {
            if (step.Evidence.Count == 0 && step.Failures.Count == 0)
            {
                continue;
            }

            var detail = Detail(step);
            if (detail.Length > room)
            {
                left++;
                continue;
            }

            room -= detail.Length;
            details[place] = detail;
        }

        text.Append(string.Concat(details.Values));
        if (left > 0)
        {
            text.Append($"The details of {left} steps are left out, since a comment has no room for them; the JSON and HTML reports have them.\n\n");
        }
    }

    private static string Detail(StepResult step)
    {
        var title = step.Title is null ? "" : $" {MarkdownText.Html(step.Title, MaxText)}";
        var text = new StringBuilder();

        // The blank lines make readers parse what is between the elements as Markdown.
        text.Append($"<details><summary>{Sign(step)} <code>{MarkdownText.Html(step.Id, 80)}</code>{Tame(title)}</summary>\n\n");
        if (step.Inputs.Length > 0)
        {
            text.Append($"{MarkdownText.Code(step.Inputs, MaxText)}\n\n");
        }

        if (step.Failures.Count > 0)
        {
            text.Append("| where | expected | found |\n|---|---|---|\n");
            foreach (var failure in step.Failures.Take(MaxFailures))
            {
                text.Append($"| {MarkdownText.Code(failure.Path, MaxText)} | {MarkdownText.Code(failure.Expected, MaxText)} | {MarkdownText.Code(failure.Found, MaxText)} |\n");
            }

            text.Append(step.Failures.Count > MaxFailures ? $"\n… and {step.Failures.Count - MaxFailures} more.\n\n" : "\n");
        }

        foreach (var evidence in step.Evidence)
        {
            text.Append($"**{MarkdownText.Prose(evidence.Title, MaxText)}**\n\n");
            if (evidence.Lines.Count > 0)
            {
                text.Append($"{MarkdownText.Block(ReportText.Lines(evidence.Lines, MaxLines, MaxText))}\n\n");
            }
        }

        return text.Append("</details>\n\n").ToString();
    }

    private static void Foot(StringBuilder text, RunRecord run)
    {
        var forks = run.Forks.Take(20).Select(fork =>
            $"{MarkdownText.Code(fork.Service, 63)} revision {fork.Revision}, tree {MarkdownText.Code(ReportText.Cut(fork.TreeHash, 12), 12)}{(fork.Stale ? " (stale)" : "")}");
        var tested = run.Forks.Count == 0 ? "no fork" : string.Join("; ", forks) + (run.Forks.Count > 20 ? $" and {run.Forks.Count - 20} more" : "");
        var baseline = run.BaselineCommit is { } commit ? $" against baseline {MarkdownText.Code(ReportText.Cut(commit, 12), 12)}" : "";
        var took = run.EndedAt is { } ended ? $", {ReportText.Duration(ended - run.StartedAt)}" : "";
        text.Append($"Sandbox {MarkdownText.Code(run.Sandbox, 63)}: {tested}{baseline}. ");
        text.Append($"Run {MarkdownText.Code(run.Id, 80)} by {MarkdownText.Code(run.Owner, 80)}, {ReportText.Time(run.StartedAt)}{took}.\n");
    }

    /// <summary>A summary is HTML, where entities end as plain text that readers look through for mentions; code is left alone.</summary>
    private static string Tame(string html) => html.Length == 0 ? "" : $" <code>{html.Trim()}</code>";

    private static int Grave(StepResult step) => step.State switch
    {
        StepState.Failed => 0,
        StepState.Inconclusive or StepState.Running => 1,
        StepState.Passed when !step.IsFlaky => 3,
        StepState.Passed => 2,
        _ => 4,
    };

    private static string Sign(StepResult step) => step.State switch
    {
        StepState.Passed when step.IsFlaky => "⚠️",
        StepState.Passed => "✅",
        StepState.Failed => "❌",
        StepState.Inconclusive => "❔",
        StepState.Skipped => "➖",
        _ => "⏳",
    };

    private static string Sign(RunVerdict? verdict) => verdict?.Verdict switch
    {
        Verdict.Pass => "✅",
        Verdict.Fail => "❌",
        Verdict.Inconclusive => "❔",
        _ => "⏳",
    };

    private static string Title(RunVerdict? verdict) => verdict?.Verdict switch
    {
        Verdict.Pass => "Pass",
        Verdict.Fail => "Fail",
        Verdict.Inconclusive => "Inconclusive",
        _ => "Running",
    };
}
