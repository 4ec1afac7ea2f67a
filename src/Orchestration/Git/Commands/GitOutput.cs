using System.Text;

namespace AgentSandbox.Orchestration.Git.Commands;

/// <summary>What git printed.</summary>
internal sealed record GitOutput
{
    public required int ExitCode { get; init; }

    public required ReadOnlyMemory<byte> Output { get; init; }

    public required string Error { get; init; }

    public bool Succeeded => ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Output.Span);

    /// <summary>The one line that was printed. Only one line end is cut: names of directories may end in anything.</summary>
    public string Line
    {
        get
        {
            var text = Text;
            return text.EndsWith('\n') ? text[..^1] : text;
        }
    }

    /// <summary>The parts of an output that git ends with NUL each.</summary>
    public IReadOnlyList<string> Names => Text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
