using System.Globalization;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Logs;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>Shows a page of output: time, service and revision before each entry, further lines of an entry indented.</summary>
internal sealed class LogAnswers(Sanitizer sanitizer)
{
    public Answer Of(LogRequest request, LogPage page, IReadOnlyList<string> notes)
    {
        var lines = Lines(page.Lines);
        var whose = request.Sandbox is { } sandbox ? $"the forks of sandbox {sandbox}" : "the baseline";
        var next = page.Lines.Count == 0
            ? $"Nothing matches: leave out contains, level, since_seconds or revision, or call {ToolNames.ReadLogs} later with newer_cursor as cursor."
            : $"Pass older_cursor or newer_cursor as cursor to {ToolNames.ReadLogs} to read on.";
        return new Answer
        {
            Text = new AnswerText()
                .Line($"{lines.Count} lines of {whose}, newest last, with times in UTC.")
                .Untrusted("output of services", lines)
                .Lines("note: ", notes)
                .Line("Next", next)
                .ToString(),
            Structure = OutputJson.Object(new LogsOutput
            {
                Sandbox = request.Sandbox?.Value,
                Lines = OutputJson.Strings(lines),
                Untrusted = OutputJson.Strings(["lines"]),
                Notes = OutputJson.Some(notes),
                NextStep = next,
            }),
            Cursors = Cursors(page),
        };
    }

    private List<string> Lines(IReadOnlyList<LogLine> lines) =>
        [.. lines.Zip(sanitizer.Lines(lines.Select(line => line.Text)), (line, text) => line.Continues ? "    " + text : Prefix(line) + text)];

    private static string Prefix(LogLine line)
    {
        var revision = line.Revision > 0 ? $"@{line.Revision}" : "";
        var build = line.Stream == LogStream.Build ? "/build" : "";
        return $"{line.Time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {line.Service}{revision}{build} ";
    }

    private static Dictionary<string, string> Cursors(LogPage page)
    {
        var cursors = new Dictionary<string, string> { ["newer_cursor"] = page.Newer.ToString() };
        if (page.Older is { } older)
        {
            cursors["older_cursor"] = older.ToString();
        }

        return cursors;
    }
}
