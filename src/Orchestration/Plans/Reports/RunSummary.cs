using System.Text;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>A run in a few lines, for tools and the terminal.</summary>
public static class RunSummary
{
    /// <summary>The most bytes of UTF-8 that a summary takes.</summary>
    public const int MaxBytes = 1536;

    /// <summary>How much the last line needs, which says what is left out.</summary>
    private const int Reserve = 48;

    /// <summary>Writes the verdict, its reason, the telling evidence, and one line per step as far as there is room.</summary>
    /// <param name="run">The run, ended or not.</param>
    /// <returns>Lines that end with a line feed; <see cref="MaxBytes"/> at the most.</returns>
    public static string Text(RunRecord run)
    {
        var text = new StringBuilder();
        Line(text, $"{ReportText.NameOf(run.Verdict)}: {ReportText.OneLine(ReportText.Reason(run), 320)}", 420);
        Line(text, $"plan {ReportText.OneLine(run.Plan, 60)}, sandbox {ReportText.OneLine(run.Sandbox, 63)}, run {ReportText.OneLine(run.Id, 40)}{Took(run)}", 240);
        foreach (var telling in run.Verdict?.Telling.Take(3) ?? [])
        {
            Line(text, $"- {ReportText.OneLine(telling.Step, 40)}: {ReportText.OneLine(telling.Text, 140)}", 200);
        }

        AddSteps(text, run.Steps);
        return text.ToString();
    }

    private static string Took(RunRecord run) => run.EndedAt is { } ended ? $", {ReportText.Duration(ended - run.StartedAt)}" : "";

    /// <summary>In the order of the plan; where there is no room for all, those that explain the verdict are kept.</summary>
    private static void AddSteps(StringBuilder text, IReadOnlyList<StepResult> steps)
    {
        var room = MaxBytes - Encoding.UTF8.GetByteCount(text.ToString()) - Reserve;
        var lines = steps.Select(StepLine).ToList();
        var kept = new HashSet<int>();
        foreach (var index in Enumerable.Range(0, steps.Count).OrderBy(index => Rank(steps[index])))
        {
            room -= Encoding.UTF8.GetByteCount(lines[index]) + 1;
            if (room < 0)
            {
                break;
            }

            kept.Add(index);
        }

        foreach (var index in kept.Order())
        {
            text.Append(lines[index]).Append('\n');
        }

        if (kept.Count < steps.Count)
        {
            text.Append("… ").Append(steps.Count - kept.Count).Append(" more steps\n");
        }
    }

    private static string StepLine(StepResult step)
    {
        var notes = string.Concat(
            step.IsCleanup ? " clean-up" : "",
            step.IsFlaky ? " flaky" : "",
            step.Tries > 1 ? $" {step.Tries} tries" : "");
        var head = $"{ReportText.NameOf(step.State)} {ReportText.OneLine(step.Id, 40)} ({ReportText.OneLine(step.Kind, 12)}{notes}";
        return step.State switch
        {
            StepState.Waiting or StepState.Running => $"{head})",
            StepState.Passed when !step.IsFlaky => $"{head} {ReportText.Duration(step.Duration)})",
            _ => Cut($"{head} {ReportText.Duration(step.Duration)}) {ReportText.OneLine(step.Summary, 90)}", 180),
        };
    }

    private static int Rank(StepResult step) => step.State switch
    {
        StepState.Failed => 0,
        StepState.Inconclusive or StepState.Running => 1,
        _ when step.IsFlaky => 2,
        _ => 3,
    };

    private static void Line(StringBuilder text, string line, int maxBytes) => text.Append(Cut(line.TrimEnd(), maxBytes)).Append('\n');

    private static string Cut(string line, int maxBytes)
    {
        while (Encoding.UTF8.GetByteCount(line) > maxBytes)
        {
            line = ReportText.Cut(line.TrimEnd('…'), Math.Max(1, line.Length - 8));
        }

        return line;
    }
}
