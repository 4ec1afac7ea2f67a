using System.Text.Json;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>
/// Codex reads TOML. A new table may always be appended to such a file, so nothing in it needs to be understood but
/// whether the table is there.
/// </summary>
internal sealed class CodexClientFile : IMcpClientFile
{
    private const string Path = ".codex/config.toml";
    private const string Table = $"[mcp_servers.{ServerComposition.ServerName}]";

    public string Name => "codex";

    public InitStep AddTo(string root, HostExecutable executable)
    {
        var path = System.IO.Path.Join(root, Path);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var entry = Entry(executable);
        if (text.Contains(entry, StringComparison.Ordinal))
        {
            return new(Path, InitOutcome.Unchanged, "has this server already.", []);
        }

        if (text.Split('\n').Any(IsTable))
        {
            return new(Path, InitOutcome.Refused, "has another entry for this server, which was left as it is. It would be:", entry.TrimEnd().Split('\n'));
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? root);
        var separator = text.Length == 0 ? "" : text.EndsWith('\n') ? "\n" : "\n\n";
        File.AppendAllText(path, separator + entry);
        return new(Path, InitOutcome.Written, "one server added; Codex reads it in trusted projects only.", []);
    }

    private static bool IsTable(string line) =>
        line.Trim().Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).StartsWith(Table, StringComparison.Ordinal);

    private static string Entry(HostExecutable executable)
    {
        var (command, arguments) = McpClients.Entry(executable);
        return $"""
            {Table}
            command = {Quote(command)}
            args = [{string.Join(", ", arguments.Select(Quote))}]
            tool_timeout_sec = 60

            """.ReplaceLineEndings("\n");
    }

    // A JSON string is a TOML basic string.
    private static string Quote(string text) => JsonSerializer.Serialize(text, TextJson.Default.String);
}
