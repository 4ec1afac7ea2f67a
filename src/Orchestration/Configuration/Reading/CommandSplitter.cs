using System.Text;
using AgentSandbox.Orchestration.Configuration.Templates;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Splits a command into words without a shell.</summary>
/// <remarks>
/// Single quotes keep everything, double quotes know <c>\"</c> and <c>\\</c>, and outside of quotes a backslash
/// keeps a following space, quote or backslash. Any other backslash stands for itself, so that Windows paths
/// survive. A placeholder is never split, whatever its default holds.
/// </remarks>
internal static class CommandSplitter
{
    // Without a bound, a text of nothing but openings would be searched to its end once for each of them.
    private const int LongestPlaceholder = 1000;

    public static IReadOnlyList<SplitWord> Split(string text, ICollection<InterpolationError> errors)
    {
        var words = new List<SplitWord>();
        var word = new StringBuilder();
        var (start, quoted, quote, quoteStart) = (-1, false, '\0', 0);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (quote == '\0' && character is ' ' or '\t' or '\r' or '\n')
            {
                Flush();
                continue;
            }

            start = start < 0 ? i : start;
            if (character == '$' && PlaceholderLength(text, i) is > 0 and var length)
            {
                word.Append(text, i, length);
                i += length - 1;
            }
            else if (character == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && character is '"' or '\'')
            {
                (quote, quoteStart, quoted) = (character, i, true);
            }
            else if (character == '\\' && i + 1 < text.Length && IsEscapable(text[i + 1], quote))
            {
                word.Append(text[++i]);
            }
            else
            {
                word.Append(character);
            }
        }

        if (quote != '\0')
        {
            errors.Add(new InterpolationError(quoteStart, $"The quote {quote} is not closed.", $"add a closing {quote}, or write the command as a list of words"));
        }

        Flush();
        return words;

        void Flush()
        {
            if (start >= 0)
            {
                words.Add(new SplitWord(word.ToString(), start, quoted));
            }

            word.Clear();
            (start, quoted) = (-1, false);
        }
    }

    private static bool IsEscapable(char next, char quote) => quote switch
    {
        '\'' => false,
        '"' => next is '"' or '\\',
        _ => next is ' ' or '\t' or '"' or '\'' or '\\',
    };

    private static int PlaceholderLength(string text, int position)
    {
        if (position + 1 >= text.Length || text[position + 1] != '{' || (position > 0 && text[position - 1] == '$'))
        {
            return 0;
        }

        var close = text.IndexOf('}', position, Math.Min(LongestPlaceholder, text.Length - position));
        return close < 0 ? 0 : close - position + 1;
    }
}
