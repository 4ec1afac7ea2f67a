using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>A JSON file with an object of servers. A file with comments is not rewritten, because they would be lost.</summary>
/// <param name="Name">The client.</param>
/// <param name="Path">The file, relative to the repository.</param>
/// <param name="Member">The member that holds the servers; it differs between clients, and a wrong one is ignored silently.</param>
/// <param name="WithType">Whether an entry says that it is a stdio server.</param>
internal sealed record JsonClientFile(string Name, string Path, string Member, bool WithType) : IMcpClientFile
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public InitStep AddTo(string root, HostExecutable executable)
    {
        var path = System.IO.Path.Join(root, Path);
        var entry = Entry(executable);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? root);
            return Write(path, new JsonObject { [Member] = new JsonObject { [ServerComposition.ServerName] = entry } }, "written.");
        }

        if (Parse(File.ReadAllText(path)) is not { } document || (document.ContainsKey(Member) && document[Member] is not JsonObject))
        {
            return Refuse($"it is not plain JSON with an object '{Member}' and was left as it is. Add this under '{Member}' by hand:", entry);
        }

        if (document[Member] is not JsonObject servers)
        {
            document[Member] = servers = [];
        }

        if (servers[ServerComposition.ServerName] is { } present)
        {
            return JsonNode.DeepEquals(present, entry)
                ? new(Path, InitOutcome.Unchanged, "has this server already.", [])
                : Refuse("has another entry for this server, which was left as it is. It would be:", entry);
        }

        servers[ServerComposition.ServerName] = entry;
        return Write(path, document, "one server added.");
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonObject Entry(HostExecutable executable)
    {
        var (command, arguments) = McpClients.Entry(executable);
        var entry = new JsonObject();
        if (WithType)
        {
            entry["type"] = "stdio";
        }

        entry["command"] = command;
        entry["args"] = new JsonArray([.. arguments.Select(argument => JsonValue.Create(argument))]);
        return entry;
    }

    private InitStep Write(string path, JsonObject document, string message)
    {
        File.WriteAllText(path, document.ToJsonString(s_options) + "\n");
        return new(Path, InitOutcome.Written, message, []);
    }

    private InitStep Refuse(string message, JsonObject entry) => new(
        Path, InitOutcome.Refused, message, new JsonObject { [ServerComposition.ServerName] = entry.DeepClone() }.ToJsonString(s_options).Split('\n'));
}
