using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>One step: open where there is something to look into, closed where all is well.</summary>
internal static class StepSection
{
    private const int MaxFailures = 100;

    public static Markup Write(StepResult step, int index)
    {
        var state = Signs.ClassOf(step);
        var open = state is "failed" or "inconclusive" or "flaky" ? Markup.Of($""" open="open" """) : Markup.None;
        return Markup.Of($"""
            <details class="step s-{state}" id="step-{index + 1}" {open}>
            <summary>{Signs.Of(state)}<span class="name"><b>{ReportText.OneLine(step.Id, 100)}</b><span class="title">{ReportText.OneLine(step.Title ?? "", 200)}</span></span><span class="badges">{Badges(step, state)}</span></summary>
            <div class="body">
            <p class="why">{ReportText.OneLine(step.Summary, 1000)}</p>
            {Inputs(step)}
            {Failures(step)}
            {step.Evidence.OrderByDescending(evidence => evidence.Weight).Select(EvidenceSection.Write)}
            </div>
            </details>
            """);
    }

    private static Markup Badges(StepResult step, string state) => Markup.Join(
    [
        Markup.Of($"""<span class="badge state">{state}</span>"""),
        Markup.Of($"""<span class="badge">{ReportText.OneLine(step.Kind, 30)}</span>"""),
        step.IsCleanup ? Markup.Of($"""<span class="badge">clean-up</span>""") : Markup.None,
        step.MetFork ? Markup.Of($"""<span class="badge fork">met the fork</span>""") : Markup.None,
        step.Tries > 1 ? Markup.Of($"""<span class="badge">{step.Tries} tries</span>""") : Markup.None,
        step.StartedAt is null ? Markup.None : Markup.Of($"""<span class="badge time">{ReportText.Duration(step.Duration)}</span>"""),
    ]);

    private static Markup Inputs(StepResult step) => step.Inputs.Length == 0
        ? Markup.None
        : Markup.Of($"""<pre class="inputs" tabindex="0" aria-label="Inputs">{string.Join('\n', ReportText.Lines([step.Inputs], 60, 2000))}</pre>""");

    private static Markup Failures(StepResult step) => step.Failures.Count == 0
        ? Markup.None
        : Markup.Of($"""
            <table class="claims stack"><caption>Claims that do not hold</caption>
            <thead><tr><th scope="col">Where</th><th scope="col">Expected</th><th scope="col">Found</th></tr></thead>
            <tbody>{step.Failures.Take(MaxFailures).Select(Failure)}</tbody></table>
            {(step.Failures.Count > MaxFailures ? Markup.Of($"""<p class="none">… and {step.Failures.Count - MaxFailures} more.</p>""") : Markup.None)}
            """);

    private static Markup Failure(ClaimFailure failure) => Markup.Of($"""
        <tr><th scope="row" data-label="Where"><code>{ReportText.OneLine(failure.Path, 500)}</code></th><td data-label="Expected"><code>{ReportText.OneLine(failure.Expected, 1000)}</code></td><td data-label="Found"><code class="found">{ReportText.OneLine(failure.Found, 1000)}</code></td></tr>
        """);
}
