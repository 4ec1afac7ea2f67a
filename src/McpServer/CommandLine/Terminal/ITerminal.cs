namespace AgentSandbox.McpServer.CommandLine.Terminal;

/// <summary>The only way to a person: results go to <see cref="Output"/>, everything else to <see cref="Error"/>.</summary>
internal interface ITerminal
{
    TextReader Input { get; }

    TextWriter Output { get; }

    TextWriter Error { get; }

    /// <summary>False when standard output is a file or a pipe: then no colours and no moving parts.</summary>
    bool OutputIsTerminal { get; }

    bool ErrorIsTerminal { get; }

    /// <summary>The width in characters.</summary>
    int Width { get; }
}
