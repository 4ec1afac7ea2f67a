using System.Text;

namespace AgentSandbox.McpServer.CommandLine.Terminal;

/// <summary>
/// The process's own streams. The stdio transport opens standard output by itself; a command that serves MCP there
/// must not write to <see cref="Output"/>, which is why it is opened only when it is first used.
/// </summary>
internal sealed class SystemTerminal : ITerminal
{
    private const int DefaultWidth = 100;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly Lazy<TextReader> _input = new(() => new StreamReader(Console.OpenStandardInput(), s_utf8));
    private readonly Lazy<TextWriter> _output = new(() => Writer(Console.OpenStandardOutput()));
    private readonly Lazy<TextWriter> _error = new(() => Writer(Console.OpenStandardError()));

    public TextReader Input => _input.Value;

    public TextWriter Output => _output.Value;

    public TextWriter Error => _error.Value;

    public bool OutputIsTerminal => !Console.IsOutputRedirected;

    public bool ErrorIsTerminal => !Console.IsErrorRedirected;

    public int Width
    {
        get
        {
            try
            {
                return OutputIsTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : DefaultWidth;
            }
            catch (IOException)
            {
                return DefaultWidth;
            }
        }
    }

    private static TextWriter Writer(Stream stream) => TextWriter.Synchronized(new StreamWriter(stream, s_utf8) { AutoFlush = true, NewLine = "\n" });
}
