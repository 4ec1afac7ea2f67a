using System.Globalization;
using System.Net;
using System.Text;

namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>
/// Puts untrusted text into Markdown so that it stays text. Services and branches choose what a report says about them;
/// in a pull request that must not become markup, an image that calls home, a link, or a mention that notifies people.
/// </summary>
internal static class MarkdownText
{
    /// <summary>Invisible; it keeps what comes before from joining what comes after, so that no reader makes a mention, an issue number, an address or an emoji of them.</summary>
    private const char WordJoiner = '\u2060';

    /// <summary>As a code span: in it readers neither parse nor link.</summary>
    public static string Code(string text, int maxLength)
    {
        var line = ReportText.OneLine(text, maxLength);
        if (line.Length == 0)
        {
            return "";
        }

        // A bar would end the cell of a table, also within code, and escaping it fails after a backslash.
        line = line.Replace('|', '¦');
        var fence = new string('`', LongestRun(line) + 1);
        var pad = line[0] == '`' || line[^1] == '`' ? " " : "";
        return fence + pad + line + pad + fence;
    }

    /// <summary>As running text, every character that could be markup written as an entity.</summary>
    public static string Prose(string text, int maxLength)
    {
        var line = ReportText.OneLine(text, maxLength);
        var builder = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            builder.Append(IsHarmless(line, i) ? line[i].ToString() : string.Create(CultureInfo.InvariantCulture, $"&#{(int)line[i]};"));
            if (CouldJoin(line, i))
            {
                builder.Append(WordJoiner);
            }
        }

        return builder.ToString();
    }

    /// <summary>As a block of code with a fence that no line of it can end.</summary>
    public static string Block(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines.Select(ReportText.Clean));
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}text\n{text}\n{fence}";
    }

    /// <summary>For the inside of an HTML element that Markdown does not look into.</summary>
    public static string Html(string text, int maxLength) => WebUtility.HtmlEncode(ReportText.OneLine(text, maxLength));

    private static bool IsHarmless(string line, int index) => line[index] switch
    {
        // A number with one of these begins a list.
        '.' or ')' => line.AsSpan(0, index).ContainsAnyExceptInRange('0', '9'),
        ':' => IsEnd(line, index),
        '-' => index > 0 && char.IsLetter(line[index - 1]) && !IsEnd(line, index) && char.IsLetter(line[index + 1]),
        var c => !char.IsAscii(c) || char.IsAsciiLetterOrDigit(c) || c is ' ' or ',' or ';' or '(' or '\'',
    };

    /// <summary>True for what makes a link, a mention, a number of an issue or an emoji together with what follows.</summary>
    private static bool CouldJoin(string line, int index) => !IsEnd(line, index) && line[index] switch
    {
        '.' => index >= 3 && line.AsSpan(index - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase),
        var c => c is '@' or '#' or ':' or '/' or '$' || (c == '-' && !IsHarmless(line, index)),
    };

    private static bool IsEnd(string line, int index) => index + 1 >= line.Length || line[index + 1] == ' ';

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
