using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentSandbox.Bench.Mutate;

/// <summary>Finds the places where a line can be changed. Textual: what does not compile is left out later.</summary>
internal static class Mutations
{
    private static readonly (Regex Pattern, string By, string What)[] s_swaps =
    [
        (new(@" == "), " != ", "== to !="),
        (new(@" != "), " == ", "!= to =="),
        (new(@" && "), " || ", "&& to ||"),
        (new(@" \|\| "), " && ", "|| to &&"),
        (new(@" < (?!\w+>)"), " <= ", "< to <="),
        (new(@" <= "), " < ", "<= to <"),
        (new(@" > "), " >= ", "> to >="),
        (new(@" >= "), " > ", ">= to >"),
        (new(@"(?<=\w|\)) \+ (?=\w)"), " - ", "+ to -"),
        (new(@"(?<=\w|\)) - (?=\w)"), " + ", "- to +"),
        (new(@"\btrue\b"), "false", "true to false"),
        (new(@"\bfalse\b"), "true", "false to true"),
        (new(@"\.Any\((?!\))"), ".All(", "Any to All"),
        (new(@"\.All\("), ".Any(", "All to Any"),
        (new(@"\bis null\b"), "is not null", "is null negated"),
        (new(@"\bis not null\b"), "is null", "is not null negated"),
        (new(@"(?<=[(\s])!(?=[\w(])"), "", "negation removed"),
        (new(@"Math\.Min\("), "Math.Max(", "Min to Max"),
        (new(@"Math\.Max\("), "Math.Min(", "Max to Min"),
        (new(@"Judgement\.Breaking\("), "Judgement.Changed(", "Breaking to Changed"),
        (new(@"Judgement\.Changed\("), "Judgement.Breaking(", "Changed to Breaking"),
        (new(@"Judgement\.Additive\("), "Judgement.Changed(", "Additive to Changed"),
        (new(@"Judgement\.Noise\("), "Judgement.Changed(", "Noise to Changed"),
        (new(@"Verdict\.Pass\b"), "Verdict.Fail", "Pass to Fail"),
        (new(@"Verdict\.Fail\b"), "Verdict.Inconclusive", "Fail to Inconclusive"),
        (new(@"Verdict\.Inconclusive\b"), "Verdict.Pass", "Inconclusive to Pass"),
        (new(@"OrderByDescending"), "OrderBy", "order reversed"),
    ];

    private static readonly Regex s_number = new(@"(?<![\w.""\[{\\-])\d+(?![\w.\]}""])");
    private static readonly Regex s_statement = new(@"^\s+(report\(|Check|Compare\w*\(|\w+(\.\w+)*(\[[^]]+\])? (\+=|\|=|=) |\w+(\.\w+)*\.(Add\w*|UnionWith|Enqueue)\(|\w+\+\+).*;\s*$");

    public static IEnumerable<Mutant> Of(string file, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var code = Code(line);
            if (code.Trim().Length == 0 || code.TrimStart().StartsWith("using", StringComparison.Ordinal) || code.TrimStart().StartsWith('['))
            {
                continue;
            }

            foreach (var (pattern, by, what) in s_swaps)
            {
                foreach (var match in pattern.Matches(code).Where(match => !code.Contains("=> =>", StringComparison.Ordinal)))
                {
                    yield return new Mutant(file, i + 1, what, line, line[..match.Index] + by + line[(match.Index + match.Length)..]);
                }
            }

            foreach (Match match in s_number.Matches(code))
            {
                var more = (long.Parse(match.Value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                yield return new Mutant(file, i + 1, $"{match.Value} to {more}", line, line[..match.Index] + more + line[(match.Index + match.Length)..]);
            }

            if (s_statement.IsMatch(code))
            {
                yield return new Mutant(file, i + 1, "statement removed", line, ";");
            }
        }
    }

    /// <summary>The line with comments and texts blanked, so that places stay where they are.</summary>
    private static string Code(string line)
    {
        var chars = line.ToCharArray();
        var inText = false;
        for (var i = 0; i < chars.Length; i++)
        {
            if (!inText && chars[i] == '/' && i + 1 < chars.Length && chars[i + 1] == '/')
            {
                Array.Fill(chars, ' ', i, chars.Length - i);
                break;
            }

            if (chars[i] == '"' && (i == 0 || chars[i - 1] != '\\'))
            {
                inText = !inText;
            }
            else if (inText)
            {
                chars[i] = '_';
            }
        }

        return new string(chars);
    }
}
