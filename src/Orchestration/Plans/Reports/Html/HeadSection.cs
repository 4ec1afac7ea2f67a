using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>What a reader needs who reads no further: the verdict, why, and what exactly was tested.</summary>
internal static class HeadSection
{
    public static Markup Write(RunRecord run)
    {
        var state = ReportText.NameOf(run.Verdict);
        return Markup.Of($"""
            <header>
            <p class="over"><span>{ReportText.OneLine(run.Plan, 200)}</span><span>sandbox <b>{ReportText.OneLine(run.Sandbox, 63)}</b></span></p>
            <div class="hero">
            <h1>{Signs.Of(state)}<span>{char.ToUpperInvariant(state[0]) + state[1..]}</span></h1>
            <div><p class="reason">{ReportText.OneLine(ReportText.Reason(run), 1500)}</p><p class="purpose">{ReportText.OneLine(run.Purpose, 600)}</p></div>
            </div>
            {Telling(run)}
            {Facts(run)}
            </header>
            """);
    }

    private static Markup Telling(RunRecord run) => run.Verdict is not { Telling.Count: > 0 } verdict
        ? Markup.None
        : Markup.Of($"""
            <section class="telling" aria-labelledby="telling"><h2 id="telling">Most telling</h2><ol>{verdict.Telling.Select(telling => Item(run, telling))}</ol></section>
            """);

    private static Markup Item(RunRecord run, TellingEvidence telling)
    {
        var place = run.Steps.TakeWhile(step => step.Id != telling.Step).Count() + 1;
        var step = ReportText.OneLine(telling.Step, 100);
        return Markup.Of($"""<li><p>{ReportText.OneLine(telling.Text, 400)}</p>{(place <= run.Steps.Count ? Markup.Of($"""<a href="#step-{place}">{step}</a>""") : Markup.Of($"<span>{step}</span>"))}</li>""");
    }

    private static Markup Facts(RunRecord run)
    {
        var duration = run.EndedAt is { } ended ? ReportText.Duration(ended - run.StartedAt) : "not ended";
        return Markup.Of($"""
            <section class="tested" aria-labelledby="tested"><h2 id="tested">What was tested</h2>
            <div class="versus">
            <div class="side fork"><h3>Sandbox {ReportText.OneLine(run.Sandbox, 63)}</h3>{Forks(run)}</div>
            <div class="side base"><h3>Baseline</h3><ul><li>{(run.BaselineCommit is { } commit ? Markup.Of($"<span>commit {Commit(commit)}</span>") : Markup.Of($"<span>working directory, without git</span>"))}</li></ul></div>
            </div>
            <dl class="facts">
            {Fact("Run", run.Id)}
            {Fact("Started", ReportText.Time(run.StartedAt))}
            {Fact("Took", duration)}
            {Fact("By", run.Owner)}
            {Fact("Routing key", run.Key)}
            {run.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Fact(pair.Key, pair.Value))}
            </dl></section>
            """);
    }

    private static Markup Forks(RunRecord run) => run.Forks.Count == 0
        ? Markup.Of($"""<p class="none">It had no fork.</p>""")
        : Markup.Of($"<ul>{run.Forks.Select(Fork)}</ul>");

    private static Markup Fork(PinnedFork fork) => Markup.Of($"""
        <li><b>{ReportText.OneLine(fork.Service, 63)}</b><span>revision {fork.Revision}</span><span>tree {Commit(fork.TreeHash)}</span>{(fork.Commit is { } commit ? Markup.Of($"<span>on {Commit(commit)}</span>") : Markup.None)}{(fork.Stale ? Markup.Of($"""<span class="badge warn">stale: the tree has changed since</span>""") : Markup.None)}</li>
        """);

    private static Markup Commit(string hash) => Markup.Of($"""<code title="{ReportText.OneLine(hash, 100)}">{ReportText.Cut(ReportText.OneLine(hash, 100), 12).TrimEnd('…')}</code>""");

    private static Markup Fact(string name, string value) => Markup.Of($"<div><dt>{ReportText.OneLine(name, 60)}</dt><dd>{ReportText.OneLine(value, 300)}</dd></div>");
}
