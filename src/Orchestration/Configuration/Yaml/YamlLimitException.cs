namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>Ends the reading of a document that exceeds a limit; never leaves <see cref="YamlTreeReader"/>.</summary>
internal sealed class YamlLimitException(string code, string message, string fix, int line, int column) : Exception(message)
{
    public string Code { get; } = code;

    public string Fix { get; } = fix;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
