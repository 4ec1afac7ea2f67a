using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Logs.Text;

/// <summary>Joins lines that belong together: stack traces, indented blocks, JSON over several lines.</summary>
internal static partial class EntryParser
{
    // A program that indents everything must not become one endless entry.
    private const int MaxLines = 400;

    private const string PythonTrace = "Traceback (most recent call last)";

    /// <summary>Parses bytes that begin with a line; <paramref name="position"/> is that of the first one.</summary>
    public static List<LogEntry> Parse(ReadOnlySpan<byte> bytes, long position, int maxLineLength)
    {
        var entries = new List<LogEntry>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var length = end < 0 ? bytes.Length : end + 1;
            var text = TerminalText.Clean(bytes[..length], maxLineLength);
            if (text.Length > 0)
            {
                Add(entries, text, position);
            }

            position += length;
            bytes = bytes[length..];
        }

        return entries;
    }

    private static void Add(List<LogEntry> entries, string text, long position)
    {
        var previous = entries.Count > 0 ? entries[^1].Lines : null;
        var continues = Continuation().IsMatch(text) || (previous is not null && EndsTrace(previous));
        if (continues && previous is { Count: < MaxLines })
        {
            previous.Add(text);
        }
        else
        {
            entries.Add(new LogEntry(position, continues && previous is null, [text]));
        }
    }

    // Python names the exception after the frames, at the left margin.
    private static bool EndsTrace(List<string> lines) =>
        lines[0].Contains(PythonTrace, StringComparison.Ordinal) && lines.Count > 1 && char.IsWhiteSpace(lines[^1][0]);

    [GeneratedRegex(@"^(?:\s|at \S|--- |---> |Caused by\b|\.\.\. \d+ more|Suppressed:|[}\])]+[,;]*\s*$|goroutine \d+ \[)")]
    private static partial Regex Continuation();
}
