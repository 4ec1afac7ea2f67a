using System.Globalization;

namespace AgentSandbox.Orchestration.Comparison.Paths;

/// <summary>Reads a pattern; used by whoever checks a plan and by whoever runs it.</summary>
internal static class PathPatternReader
{
    public const int MaxLength = 1024;

    private static readonly string[] s_roots = [DocumentPath.Body, DocumentPath.Headers, DocumentPath.Lines, "status"];

    /// <summary>Says what is wrong with a pattern, or null.</summary>
    public static string? Problem(string text) => TryRead(text, out _, out var problem) ? null : problem;

    public static bool TryRead(string text, out PathPattern? pattern, out string? problem)
    {
        (pattern, problem) = (null, null);
        text = text.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            problem = text.Length == 0 ? "it is empty" : $"it is longer than {MaxLength} characters";
            return false;
        }

        // "items[*].id" means what "$.items[*].id" means.
        var root = s_roots.FirstOrDefault(candidate => Begins(text, candidate));
        var rest = root is null ? "." + text : text[root.Length..];
        var steps = new List<PatternStep>();
        for (var at = 0; at < rest.Length && problem is null;)
        {
            at = ReadStep(rest, at, steps, out problem);
        }

        if (problem is null && steps.LastOrDefault()?.Kind == PatternStepKind.Descend)
        {
            problem = "'..' names nothing; write '..NAME' or '..*'";
        }

        pattern = problem is null ? new PathPattern(root ?? DocumentPath.Body, steps) : null;
        return problem is null;
    }

    private static bool Begins(string text, string root) => text.StartsWith(root, StringComparison.OrdinalIgnoreCase)
        && (text.Length == root.Length || text[root.Length] is '.' or '[');

    private static int ReadStep(string text, int at, List<PatternStep> steps, out string? problem)
    {
        problem = null;
        if (text.AsSpan(at).StartsWith(".."))
        {
            steps.Add(new PatternStep(PatternStepKind.Descend));
            return at + 2 < text.Length && text[at + 2] != '[' ? ReadName(text, at + 2, steps, out problem) : at + 2;
        }

        return text[at] switch
        {
            '.' => ReadName(text, at + 1, steps, out problem),
            '[' => ReadBracket(text, at, steps, out problem),
            _ => Fail($"'{text[at]}' at character {at + 1} is neither '.' nor '['", out problem),
        };
    }

    private static int ReadName(string text, int at, List<PatternStep> steps, out string? problem)
    {
        var end = text.AsSpan(at).IndexOfAny('.', '[') is var length and >= 0 ? at + length : text.Length;
        var name = text[at..end];
        if (name.Length == 0)
        {
            return Fail($"a name is missing at character {at + 1}", out problem);
        }

        problem = null;
        steps.Add(name == "*" ? new PatternStep(PatternStepKind.Any) : new PatternStep(PatternStepKind.Member, name));
        return end;
    }

    private static int ReadBracket(string text, int at, List<PatternStep> steps, out string? problem)
    {
        if (at + 1 < text.Length && text[at + 1] is '\'' or '"')
        {
            return ReadQuoted(text, at, steps, out problem);
        }

        var close = text.IndexOf(']', at);
        var inner = close < 0 ? string.Empty : text[(at + 1)..close].Trim();
        problem = null;
        if (inner == "*")
        {
            steps.Add(new PatternStep(PatternStepKind.Any));
            return close + 1;
        }

        if (int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            steps.Add(new PatternStep(PatternStepKind.Element, Index: index));
            return close + 1;
        }

        return Fail(close < 0 ? $"the '[' at character {at + 1} is not closed" : $"'[{inner}]' is not understood; write [*], [0] or ['name']", out problem);
    }

    private static int ReadQuoted(string text, int at, List<PatternStep> steps, out string? problem)
    {
        var quote = text[at + 1];
        var name = new System.Text.StringBuilder();
        for (var i = at + 2; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                name.Append(text[++i]);
            }
            else if (text[i] != quote)
            {
                name.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == ']')
            {
                problem = null;
                steps.Add(new PatternStep(PatternStepKind.Member, name.ToString()));
                return i + 2;
            }
            else
            {
                break;
            }
        }

        return Fail($"the '[{quote}' at character {at + 1} is not closed", out problem);
    }

    private static int Fail(string text, out string? problem)
    {
        problem = text;
        return int.MaxValue;
    }
}
