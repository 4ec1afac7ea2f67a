using System.Text.Json;
using AgentSandbox.McpServer.CommandLine.Verbs;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Demo;

/// <summary>What a tool answered, with short ways to its members.</summary>
internal sealed class ToolAnswer(string tool, CallToolResult result)
{
    private static readonly JsonElement s_nothing = JsonDocument.Parse("{}").RootElement;

    public bool IsError => result.IsError == true;

    public string Text => ToolCall.TextOf(result);

    public JsonElement Structure => result.StructuredContent ?? s_nothing;

    public string? ErrorCode => Member("error") is { ValueKind: JsonValueKind.Object } error ? TextOf(error, "code") : null;

    public string? this[string member] => TextOf(Structure, member);

    public IReadOnlyList<JsonElement> List(string member) =>
        Member(member) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    public IReadOnlyList<string> Texts(string member) => [.. List(member).Select(item => item.ToString())];

    /// <summary>The answer, or the end of the story when it is an error.</summary>
    public ToolAnswer Succeeded(string claim) => IsError
        ? throw new DemoFailure(claim, $"{tool} succeeds", $"it answered with an error, {ErrorCode ?? "without code"}", Text.Split('\n'))
        : this;

    public static string? TextOf(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value.ToString()
            : null;

    private JsonElement? Member(string name) => Structure.TryGetProperty(name, out var value) ? value : null;
}
