using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace AgentSandbox.Orchestration.Plans.Reading.Operands;

/// <summary>Checks JSONPaths and moves them into the document that a step yields.</summary>
internal static class JsonPaths
{
    private const int Longest = 500;
    private const int MostDescents = 2;

    /// <summary>What is wrong with a path, or null.</summary>
    /// <remarks>Patterns in filters would be matched with backtracking, and each ".." multiplies the cost of the next; both are bounded here.</remarks>
    public static string? Problem(string path)
    {
        if (path.Length > Longest)
        {
            return $"is longer than {Longest} characters";
        }

        var bare = WithoutQuotes(path);
        if (bare.Contains("=~", StringComparison.Ordinal))
        {
            return "has a pattern in a filter; use the matcher \"matches\"";
        }

        if (bare.Split("..").Length - 1 > MostDescents)
        {
            return $"descends with \"..\" more than {MostDescents} times";
        }

        try
        {
            foreach (var _ in new JObject().SelectTokens(path, errorWhenNoMatch: false))
            {
                break;
            }

            return path.Length > 1 && path[1] is not ('.' or '[') ? "has no \".\" or \"[\" after \"$\"" : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            return $"does not parse: {exception.Message.TrimEnd('.')}";
        }
    }

    /// <summary>The path with each root "$" replaced, also within filters: <c>$.a</c> below <c>$.body</c> is <c>$.body.a</c>.</summary>
    public static string Below(string path, string root)
    {
        var result = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < path.Length; i++)
        {
            var character = path[i];
            if (quote != '\0')
            {
                result.Append(character);
                if (character == '\\' && i + 1 < path.Length)
                {
                    result.Append(path[++i]);
                }
                else if (character == quote)
                {
                    quote = '\0';
                }

                continue;
            }

            quote = character is '\'' or '"' ? character : '\0';
            var isRoot = character == '$' && (i == 0 || path[i - 1] is '(' or ' ' or '=' or '<' or '>' or '!' or '&' or '|' or '?');
            result.Append(isRoot ? root : character.ToString());
        }

        return result.ToString();
    }

    /// <summary>A path to the member <paramref name="name"/> of <paramref name="root"/>, whatever characters it has.</summary>
    public static string Member(string root, string name)
        => $"{root}['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";

    private static string WithoutQuotes(string path)
    {
        var result = new StringBuilder();
        var quote = '\0';
        foreach (var character in path)
        {
            if (quote == '\0' && character is not ('\'' or '"'))
            {
                result.Append(character);
            }
            else
            {
                quote = quote == '\0' ? character : character == quote ? '\0' : quote;
            }
        }

        return result.ToString();
    }
}
