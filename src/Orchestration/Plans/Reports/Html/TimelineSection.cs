using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>All steps on one scale of time; at the same time the page's index.</summary>
internal static class TimelineSection
{
    public static Markup Write(RunRecord run)
    {
        if (run.Steps.Count == 0)
        {
            return Markup.Of($"""<p class="none">The run has no steps.</p>""");
        }

        var end = run.Steps.Select(step => (step.StartedAt ?? run.StartedAt) + step.Duration).Append(run.EndedAt ?? run.StartedAt).Max();
        var whole = Math.Max(1, (end - run.StartedAt).TotalMilliseconds);
        return Markup.Of($"""
            <nav aria-label="Steps on the scale of time"><h2>At a glance <small>{Counts(run.Steps)}</small></h2>
            <ol class="timeline">{run.Steps.Select((step, index) => Row(run, step, index, whole))}</ol>
            </nav>
            """);
    }

    private static Markup Row(RunRecord run, StepResult step, int index, double whole)
    {
        var state = Signs.ClassOf(step);
        var from = Share(((step.StartedAt ?? run.StartedAt) - run.StartedAt).TotalMilliseconds / whole);
        var width = Math.Min(100 - from, Share(step.Duration.TotalMilliseconds / whole));
        return Markup.Of($"""
            <li><a href="#step-{index + 1}">{Signs.Of(state)}<span class="id">{ReportText.OneLine(step.Id, 100)}<span class="hidden">, {state}</span></span><span class="track">{(step.StartedAt is null ? Markup.None : Markup.Of($"""<i class="s-{state}" style="left:{from}%;width:{width}%"></i>"""))}</span><span class="time">{(step.StartedAt is null ? "–" : ReportText.Duration(step.Duration))}</span></a></li>
            """);
    }

    private static string Counts(IReadOnlyList<StepResult> steps) => string.Join(
        ", ",
        steps.GroupBy(step => ReportText.NameOf(step.State)).Select(group => $"{group.Count()} {group.Key}"));

    private static double Share(double share) => Math.Clamp(share, 0, 1) * 100;
}
