using System.Text;
using System.Text.RegularExpressions;

namespace AgentSandbox.Router.FunctionalTests.Corpus;

/// <summary>Bytes that a client sends, and what has to come of them. The text form is described in <c>README.md</c> beside the files.</summary>
/// <param name="File">The file that has it.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Sent">The bytes, in the text form.</param>
/// <param name="Outcome">The lines of the expected outcome.</param>
internal sealed partial record CorpusCase(string File, string Name, string Sent, IReadOnlyList<string> Outcome)
{
    /// <summary>True when the client sends no more: what it has begun stays unfinished.</summary>
    public bool IsUnfinished => Name.EndsWith(" never comes", StringComparison.Ordinal) || Name.EndsWith(" never ends", StringComparison.Ordinal) || Name.EndsWith(" never end", StringComparison.Ordinal) || Sent.Length == 0;

    /// <summary>True when all of it reaches an upstream.</summary>
    public bool IsForwarded => Outcome.Count > 0 && Outcome.All(line => line[0] is '=' or '+');

    public byte[] Bytes => Encoding.Latin1.GetBytes(Unescape(Repetition().Replace(Sent, match => string.Concat(Enumerable.Repeat(match.Groups[1].Value, int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))))));

    /// <summary>The text form of bytes: escapes for what cannot be seen, and a count for long runs of one character.</summary>
    public static string Escape(string bytes)
    {
        var text = new StringBuilder();
        foreach (var c in bytes)
        {
            _ = c switch
            {
                '\r' => text.Append("\\r"),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\0' => text.Append("\\0"),
                '\\' => text.Append("\\\\"),
                < ' ' or > '~' => text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
                _ => text.Append(c),
            };
        }

        return Run().Replace(text.ToString(), match => $"{{{match.Groups[1].Value}*{match.Value.Length / match.Groups[1].Length}}}");
    }

    private static string Unescape(string text) => Escaped().Replace(text, match => match.Value[1] switch
    {
        'r' => "\r",
        'n' => "\n",
        't' => "\t",
        '0' => "\0",
        'x' => ((char)Convert.ToInt32(match.Value[2..], 16)).ToString(),
        _ => "\\",
    });

    [GeneratedRegex(@"\{([^{}]+?)\*(\d+)\}")]
    private static partial Regex Repetition();

    [GeneratedRegex(@"(a=b,|,a=b|[A-Za-z0-9])\1{39,}")]
    private static partial Regex Run();

    [GeneratedRegex(@"\\(x[0-9A-F]{2}|[rnt0\\])")]
    private static partial Regex Escaped();
}
