using System.Text;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Snapshots.Directories;

/// <summary>The globs of <c>include:</c>, with the meaning that git gives them; a directory means all that is in it.</summary>
internal sealed class IncludePatterns(IReadOnlyList<string> patterns)
{
    private readonly Regex[] _patterns = [.. patterns.Select(pattern => new Regex(Translate(pattern.TrimEnd('/')), RegexOptions.NonBacktracking))];

    public bool IsEmpty => _patterns.Length == 0;

    public bool Matches(string path) => _patterns.Any(pattern => pattern.IsMatch(path));

    private static string Translate(string glob)
    {
        var regex = new StringBuilder("(?s)\\A");
        for (var at = 0; at < glob.Length; at++)
        {
            if (glob.AsSpan(at).StartsWith("**/"))
            {
                regex.Append("(?:.*/)?");
                at += 2;
            }
            else if (glob.AsSpan(at).StartsWith("**"))
            {
                regex.Append(".*");
                at++;
            }
            else
            {
                regex.Append(glob[at] switch { '*' => "[^/]*", '?' => "[^/]", var other => Regex.Escape(other.ToString()) });
            }
        }

        return regex.Append("(?:/.*)?\\z").ToString();
    }
}
