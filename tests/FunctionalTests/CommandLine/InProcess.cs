using AgentSandbox.McpServer.CommandLine;
using AgentSandbox.McpServer.CommandLine.Terminal;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.CommandLine;

/// <summary>The command line without a process of its own, for commands that start nothing.</summary>
internal static class InProcess
{
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments) => RunAsync(arguments, new StringWriter());

    /// <summary>With an output of the test's own, which is disposed of.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, TextWriter output)
    {
        using var terminal = new Texts(output);
        var exitCode = await CommandLineProgram.RunAsync(arguments, Context(terminal), CancellationToken.None);
        return (exitCode, terminal.Output.ToString() ?? "", terminal.Error.ToString() ?? "");
    }

    public static CommandContext Context(TextWriter output) => Context(new Texts(output));

    private static CommandContext Context(ITerminal terminal) =>
        new(terminal, TimeProvider.System, new HostExecutable("dotnet", [ProductFiles.Assembly]));

    private sealed class Texts(TextWriter output) : ITerminal, IDisposable
    {
        public TextReader Input => TextReader.Null;

        public TextWriter Output => output;

        public TextWriter Error { get; } = new StringWriter();

        public bool OutputIsTerminal => false;

        public bool ErrorIsTerminal => false;

        public int Width => 100;

        public void Dispose()
        {
            Output.Dispose();
            Error.Dispose();
        }
    }
}
