using System.Text;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>A glob over relative paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders.</summary>
internal sealed class FileGlob
{
    private readonly Regex _regex;

    private FileGlob(string source, string start, int maxDepth, Regex regex) => (Source, Start, MaxDepth, _regex) = (source, start, maxDepth, regex);

    /// <summary>The glob as written.</summary>
    public string Source { get; }

    /// <summary>The folders before the first wildcard; empty for none.</summary>
    public string Start { get; }

    /// <summary>How many levels below <see cref="Start"/> a match can lie.</summary>
    public int MaxDepth { get; }

    /// <summary>Reads a glob; null with the reason when it leads out of the directory or is none.</summary>
    public static FileGlob? TryParse(string text, out string problem)
    {
        var segments = text.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        problem = segments switch
        {
            _ when text.Length > 1024 => "it is longer than 1024 characters",
            [] => "it names no file",
            _ when text.StartsWith('/') || text.StartsWith('\\') || Path.IsPathRooted(text) => "it is not relative to the step's directory",
            _ when segments.Contains("..") => "it leads out of the step's directory",
            _ => "",
        };
        if (problem.Length > 0)
        {
            return null;
        }

        var start = segments[..^1].TakeWhile(segment => !segment.AsSpan().ContainsAny('*', '?')).ToArray();
        var depth = segments.Any(segment => segment.Contains("**", StringComparison.Ordinal)) ? 64 : segments.Length - start.Length;
        return new FileGlob(text, string.Join('/', start), depth, new Regex(Translate(string.Join('/', segments)), RegexOptions.NonBacktracking));
    }

    public bool Matches(string relativePath) => _regex.IsMatch(relativePath);

    private static string Translate(string glob)
    {
        var regex = new StringBuilder("(?s)\\A");
        for (var at = 0; at < glob.Length; at++)
        {
            var rest = glob.AsSpan(at);
            if (rest.StartsWith("**/"))
            {
                regex.Append("(?:.*/)?");
                at += 2;
            }
            else if (rest.StartsWith("**"))
            {
                regex.Append(".*");
                at++;
            }
            else
            {
                regex.Append(glob[at] switch { '*' => "[^/]*", '?' => "[^/]", var other => Regex.Escape(other.ToString()) });
            }
        }

        return regex.Append("\\z").ToString();
    }
}
