using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Hosting;

namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>Everything stays, and the reader takes over.</summary>
internal sealed class KeepChapter(HostExecutable executable) : IChapter
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        var (story, place) = (demo.Story, demo.Place);
        var program = string.Join(' ', executable.Arguments.Prepend(executable.FileName).Select(Quote));
        story.Chapter("It is yours now");
        story.Say($"The shop as trunk has it:  {demo.Frontend}");
        story.Verbatim($"   The shop with the fork:    curl -H 'x-sandbox-key: {DemoContext.Sandbox}' '{demo.FrontendUrl}'");
        story.Say($"The code of the branch:    {place.Tree}");
        story.Say("");
        story.Say("Connect Claude Code:");
        story.Verbatim($"     cd {Quote(place.Tree)} && claude mcp add agent-sandbox -- {program} mcp --workspace {Quote(place.Tree)} && claude");
        story.Say("Connect Cursor: put this into .cursor/mcp.json of that directory, and open the directory:");
        story.Verbatim(CursorFile(place));
        story.Say("Then ask: \"Lower the fee to 0.5 % and validate it in the sandbox cheaper-fees.\"");
        story.Say("");
        story.Say("End it:");
        story.Verbatim($"     {program} host stop --workspace {Quote(place.Shop)} && rm -rf {Quote(place.Root)}");
        return Task.CompletedTask;
    }

    private string CursorFile(DemoPlace place) => new JsonObject
    {
        ["mcpServers"] = new JsonObject
        {
            ["agent-sandbox"] = new JsonObject
            {
                ["command"] = executable.FileName,
                ["args"] = new JsonArray([.. executable.Arguments.Concat(["mcp", "--workspace", place.Tree]).Select(word => JsonValue.Create(word))]),
            },
        },
    }.ToJsonString(s_indented);

    private static string Quote(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
