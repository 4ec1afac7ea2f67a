using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>Writes one self-contained page: no scripts, nothing loaded, and what services said is encoded everywhere.</summary>
public static class HtmlReport
{
    /// <summary>Writes a run, ended or not.</summary>
    /// <param name="run">The run.</param>
    public static string Write(RunRecord run)
    {
        var state = ReportText.NameOf(run.Verdict);
        var page = Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="referrer" content="no-referrer" />
            <meta name="color-scheme" content="light dark" />
            <title>{char.ToUpperInvariant(state[0]) + state[1..]}: {ReportText.OneLine(run.Plan, 100)}</title>
            <style>{PageStyle.Markup}{EvidenceStyle.Markup}</style>
            </head>
            <body class="is-{state}">
            <a class="skip" href="#steps">Skip to the steps</a>
            <div class="page">
            {HeadSection.Write(run)}
            <main>
            {TimelineSection.Write(run)}
            <section aria-labelledby="steps"><h2 id="steps">Steps</h2>
            {run.Steps.Select(StepSection.Write)}
            </section>
            </main>
            {FootSection.Write(run)}
            </div>
            </body>
            </html>

            """);
        return page.ToString();
    }
}
