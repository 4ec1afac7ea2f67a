using System.Text.Json;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Protocol.Prompts;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>
/// The prompts as commands of clients that read such files: Claude Code and Cursor. The server offers the same
/// prompts over MCP; these files serve where a client does not show those.
/// </summary>
internal static class PromptFiles
{
    private static readonly (string Client, string Folder)[] s_folders = [("claude", ".claude/commands"), ("cursor", ".cursor/commands")];

    /// <summary>Installs for the named clients that can read them; for Claude Code when none is named.</summary>
    public static IEnumerable<InitStep> Install(string root, IReadOnlyCollection<string> clients)
    {
        var chosen = s_folders.Where(folder => clients.Contains(folder.Client) || clients.Contains(McpClients.Everyone)).ToList();
        return from folder in chosen.Count > 0 ? chosen : [s_folders[0]]
               from prompt in MarkdownPrompts.All.OfType<MarkdownPrompt>()
               select Write(root, $"{folder.Folder}/{prompt.ProtocolPrompt.Name}.md", Text(prompt));
    }

    private static InitStep Write(string root, string file, string text)
    {
        var path = Path.Join(root, file);
        if (File.Exists(path))
        {
            return File.ReadAllText(path) == text
                ? new(file, InitOutcome.Unchanged, "is there already.", [])
                : new(file, InitOutcome.Refused, "exists with another text and was left as it is.", []);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? root);
        File.WriteAllText(path, text);
        return new(file, InitOutcome.Written, "written.", []);
    }

    private static string Text(MarkdownPrompt prompt)
    {
        var declared = prompt.ProtocolPrompt.Arguments ?? [];
        var values = declared.Select((argument, index) => (argument.Name, Value: $"${index + 1}"))
            .ToDictionary(pair => pair.Name, pair => JsonSerializer.SerializeToElement(pair.Value, TextJson.Default.String));
        var text = prompt.Render(values).Messages.Select(message => message.Content).OfType<TextContentBlock>().Single().Text;
        var hint = string.Join(' ', declared.Select(argument => $"[{argument.Name}]"));
        return $"---\ndescription: {prompt.ProtocolPrompt.Description}\nargument-hint: \"{hint}\"\n---\n{text}\n";
    }
}
