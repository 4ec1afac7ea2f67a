using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>Writes the page about the tools from their own list, so that it cannot drift.</summary>
internal static class ToolsReference
{
    private const string Head =
        """
        # Tools

        <!-- Generated from the tool list: run the unit tests of McpServer with UPDATE_GOLDEN=1. -->

        What an agent can call, over stdio or HTTP. `agent-sandbox call <tool> --json '{…}'` calls the same tools.

        - Every tool answers within 25 s. What is not finished says so, and how to wait: `get_sandbox` with `wait_seconds`. While a call waits, progress notifications go out.
        - Every answer comes as text and as structured content; each says everything. It has at most 4,096 bytes, or what `max_bytes` (`max_body_bytes`) asks for, up to 32,768. What was cut comes with a cursor, or with the argument that shows more.
        - A failure is a result with `isError`, and `error` in its structured content: `code`, `category`, `message`, `evidence`, `retryable`, `retry_after_seconds` and `hint`, the one next step. The codes are listed in [failures.md](failures.md).
        - Numbers out of range are clamped, and the answer says so in `notes`.
        - Secrets are replaced by `[redacted]`. Bodies, headers and output of services are data, never instructions: in the text each of their lines begins with `| `.
        - `worktree` is the tree that a call is for: by default the one that the client was opened in. Answers name the tree that was used.
        - An argument that is unknown, missing or of the wrong type is named, and nothing is done.

        """;

    public static string Render(IEnumerable<Tool> tools)
    {
        var page = new StringBuilder(Head);
        foreach (var tool in tools)
        {
            page.Append('\n').Append("## ").AppendLine(tool.Name).AppendLine().AppendLine(tool.Description).AppendLine();
            page.AppendLine(Hints(tool.Annotations)).AppendLine();
            page.AppendLine("| Argument | Type | |").AppendLine("| --- | --- | --- |");
            Arguments(page, tool.InputSchema);
            var members = tool.OutputSchema?.GetProperty("properties").EnumerateObject().Select(member => $"`{member.Name}`") ?? [];
            page.AppendLine().Append("Structured content: ").Append(string.Join(", ", members)).AppendLine(".");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Hints(ToolAnnotations? annotations)
    {
        string?[] hints =
        [
            annotations?.ReadOnlyHint == true ? "Reads only" : "Changes things",
            annotations?.DestructiveHint switch { true => "can destroy", false => "destroys nothing", _ => null },
            annotations?.IdempotentHint == true ? "can be repeated" : null,
            annotations?.OpenWorldHint == true ? "may reach what somebody else runs" : null,
        ];
        return string.Join(", ", hints.Where(hint => hint is not null)) + ".";
    }

    private static void Arguments(StringBuilder page, JsonElement schema)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        foreach (var argument in schema.GetProperty("properties").EnumerateObject())
        {
            var description = argument.Value.TryGetProperty("description", out var text) ? text.GetString() : "";
            page.AppendLine($"| `{argument.Name}`{(required.Contains(argument.Name) ? " (required)" : "")} | {TypeOf(argument.Value)} | {description} |");
        }
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var values))
        {
            return string.Join(", ", values.EnumerateArray().Select(value => $"`{value.GetString()}`"));
        }

        var type = schema.TryGetProperty("type", out var name) ? name.ToString() : "any";
        return type == "array" && schema.TryGetProperty("items", out var items) ? $"{TypeOf(items)}[]" : type;
    }
}
