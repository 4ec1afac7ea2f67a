using AgentSandbox.Orchestration.Plans.Reports.Data;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>Differences side by side, the gravest first, with the part that differs marked.</summary>
internal static class DifferenceTable
{
    private const int Max = 200;
    private const int MaxValue = 2000;

    public static Markup Write(IReadOnlyList<DifferenceData> differences) => Markup.Of($"""
        <p class="legend">{differences.GroupBy(difference => difference.Class).Select(group => Markup.Of($"""<span class="class {ClassOf(group.First())}">{group.Count()} {ReportText.OneLine(group.Key, 20)}</span>"""))}</p>
        <table class="diff stack"><thead><tr><th scope="col">Where</th><th scope="col" class="base">Baseline</th><th scope="col" class="fork">Sandbox</th></tr></thead>
        <tbody>{differences.Take(Max).Select(Row)}</tbody></table>
        {(differences.Count > Max ? Markup.Of($"""<p class="none">… and {differences.Count - Max} more.</p>""") : Markup.None)}
        """);

    private static Markup Row(DifferenceData difference)
    {
        var (baseline, sandbox) = Sides(difference);
        return Markup.Of($"""
            <tr class="{ClassOf(difference)}"><th scope="row"><span class="class {ClassOf(difference)}">{ReportText.OneLine(difference.Class, 20)}</span><code>{ReportText.OneLine(difference.Path, 500)}</code>{(difference.Reason is { } reason ? Markup.Of($"<small>{ReportText.OneLine(reason, 300)}</small>") : Markup.None)}</th><td class="base" data-label="Baseline">{baseline}</td><td class="fork" data-label="Sandbox">{sandbox}</td></tr>
            """);
    }

    private static (Markup Baseline, Markup Sandbox) Sides(DifferenceData difference)
    {
        if (difference is not { Baseline: { } left, Sandbox: { } right })
        {
            return (Whole(difference.Baseline), Whole(difference.Sandbox));
        }

        (left, right) = (ReportText.Cut(ReportText.Clean(left), MaxValue), ReportText.Cut(ReportText.Clean(right), MaxValue));
        var shorter = Math.Min(left.Length, right.Length);
        var head = 0;
        while (head < shorter && left[head] == right[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < shorter - head && left[^(tail + 1)] == right[^(tail + 1)])
        {
            tail++;
        }

        // Marks that split a character in two, or leave next to nothing unmarked, do not help to read.
        head -= head > 0 && char.IsHighSurrogate(left[head - 1]) ? 1 : 0;
        tail -= tail > 0 && char.IsLowSurrogate(left[^tail]) ? 1 : 0;
        return head + tail < 3 ? (Whole(left), Whole(right)) : (Marked(left, head, tail), Marked(right, head, tail));
    }

    private static Markup Whole(string? value) => value is null
        ? Markup.Of($"""<span class="absent">absent</span>""")
        : Markup.Of($"<code>{ReportText.Cut(ReportText.Clean(value), MaxValue)}</code>");

    private static Markup Marked(string text, int head, int tail) =>
        Markup.Of($"<code>{text[..head]}<mark>{text[head..^tail]}</mark>{text[^tail..]}</code>");

    private static string ClassOf(DifferenceData difference) => difference.IsKnownClass ? $"c-{difference.Class}" : "c-noise";
}
