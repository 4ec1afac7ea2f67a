using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>Text as the reports for people show it.</summary>
internal static partial class ReportText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Makes untrusted text harmless to look at: line ends become line feeds, controls of terminals and other ones go, broken characters are replaced,
    /// and characters that turn the direction of writing are spelled out, since they make text read other than it is.
    /// </summary>
    public static string Clean(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in Colours().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n' or '\r' or 0x85 or 0x2028 or 0x2029:
                    builder.Append('\n');
                    break;
                case '\t':
                    builder.Append('\t');
                    break;
                case 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069):
                    builder.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
                    break;
                case 0xFFFE or 0xFFFF:
                    builder.Append(Replacement);
                    break;
                default:
                    if (!Rune.IsControl(rune))
                    {
                        builder.Append(rune.ToString());
                    }

                    break;
            }
        }

        return builder.ToString();
    }

    /// <summary>Clean, in one line, and not longer than this.</summary>
    public static string OneLine(string text, int maxLength)
    {
        var line = string.Join(' ', Clean(Cut(text, maxLength * 20)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Cut(line, maxLength);
    }

    /// <summary>Cuts without breaking a character in two.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = Math.Max(0, maxLength - 1);
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>The lines of a piece of evidence, bounded, and a last one that says how many are left out.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<string> lines, int maxLines, int maxLength)
    {
        var shown = new List<string>();
        var left = 0;
        foreach (var line in lines)
        {
            if (shown.Count >= maxLines)
            {
                left++;
                continue;
            }

            // Cut first: what is not shown is not worth cleaning, and there may be much of it.
            var parts = Clean(Cut(line, maxLength * 20)).Split('\n');
            var room = maxLines - shown.Count;
            shown.AddRange(parts.Take(room).Select(part => Cut(part, maxLength)));
            left += Math.Max(0, parts.Length - room);
        }

        return left == 0 ? shown : [.. shown, $"… {left} more lines"];
    }

    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalMilliseconds: < 999.5 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, duration.TotalMilliseconds):0} ms"),
        { TotalSeconds: < 59.95 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Round(duration.TotalSeconds) / 60} min {(long)Math.Round(duration.TotalSeconds) % 60:00} s"),
    };

    public static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e9 => value.ToString("0.##E0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.###", CultureInfo.InvariantCulture),
        >= 0.0001 => value.ToString("0.#####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##E0", CultureInfo.InvariantCulture),
    };

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string NameOf(StepState state) => state switch
    {
        StepState.Waiting => "waiting",
        StepState.Running => "running",
        StepState.Passed => "passed",
        StepState.Failed => "failed",
        StepState.Inconclusive => "inconclusive",
        _ => "skipped",
    };

    /// <summary>The verdict's name; a run that has none yet is running.</summary>
    public static string NameOf(RunVerdict? verdict) => verdict?.Verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.Inconclusive => "inconclusive",
        _ => "running",
    };

    /// <summary>The reason of the verdict, or how far the run is.</summary>
    public static string Reason(RunRecord run) => run.Verdict?.Reason
        ?? $"{run.Steps.Count(step => step.State is not (StepState.Waiting or StepState.Running))} of {run.Steps.Count} steps have ended.";

    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]", RegexOptions.CultureInvariant)]
    private static partial Regex Colours();
}
