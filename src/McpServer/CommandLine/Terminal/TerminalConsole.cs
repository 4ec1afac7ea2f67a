using System.Text;
using Spectre.Console;

namespace AgentSandbox.McpServer.CommandLine.Terminal;

/// <summary>Spectre.Console on our own streams: colours and moving parts on a terminal, plain text elsewhere.</summary>
internal static class TerminalConsole
{
    public static IAnsiConsole ForOutput(ITerminal terminal) => Create(terminal.Output, terminal.OutputIsTerminal, terminal.Width);

    public static IAnsiConsole ForError(ITerminal terminal) => Create(terminal.Error, terminal.ErrorIsTerminal, terminal.Width);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, int width)
    {
        var colours = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new Output(writer, isTerminal, width),
        });
    }

    private sealed class Output(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        // A line that goes to a file must not be broken at the width of a screen.
        public int Width => isTerminal ? width : int.MaxValue / 4;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
            // Our streams are UTF-8, always.
        }
    }
}
