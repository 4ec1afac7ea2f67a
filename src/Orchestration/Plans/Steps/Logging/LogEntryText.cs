using AgentSandbox.Orchestration.Logs;

namespace AgentSandbox.Orchestration.Plans.Steps.Logging;

/// <summary>An entry of a log: a line with those that continue it, such as a stack trace.</summary>
/// <param name="Service">The service that wrote it.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record LogEntryText(string Service, IReadOnlyList<string> Lines)
{
    /// <summary>All of it.</summary>
    public string Text { get; } = string.Join('\n', Lines);

    /// <summary>Joins the lines that a fork wrote while it ran; builds are not its words.</summary>
    /// <param name="lines">Lines in the order of a page, in which entries are whole.</param>
    public static IReadOnlyList<LogEntryText> Join(IReadOnlyList<LogLine> lines)
    {
        var entries = new List<(LogLine First, List<string> Lines)>();
        foreach (var line in lines.Where(line => line.Stream == LogStream.Run))
        {
            if (line.Continues && entries.Count > 0 && entries[^1].First is var first && first.Service == line.Service && first.Revision == line.Revision)
            {
                entries[^1].Lines.Add(line.Text);
            }
            else
            {
                entries.Add((line, [line.Text]));
            }
        }

        return [.. entries.Select(entry => new LogEntryText(entry.First.Service, entry.Lines))];
    }
}
