using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// A tool result that is an error: the text for clients that show text, the same as structure for those that show
/// structure. Each alone is enough to act on.
/// </summary>
internal static class ToolError
{
    public const string InvalidArguments = "invalid_arguments";
    public const string InternalError = "internal_error";

    /// <param name="code">A stable code of the failure reference.</param>
    /// <param name="message">What failed, on which quoted thing, and the observed fact.</param>
    /// <param name="hint">The one next step.</param>
    /// <param name="details">More members of the structured form, for example the hops of a refused request.</param>
    public static CallToolResult Create(string code, string message, string hint, JsonObject? details = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message, ["hint"] = hint };
        var structure = details?.DeepClone().AsObject() ?? [];
        structure["error"] = error;
        using var document = JsonDocument.Parse(structure.ToJsonString());
        return new CallToolResult
        {
            IsError = true,
            Content = [new TextContentBlock { Text = $"{code}: {message}\nNext: {hint}" }],
            StructuredContent = document.RootElement.Clone(),
        };
    }
}
