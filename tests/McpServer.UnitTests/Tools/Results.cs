using System.Text.Encodings.Web;
using System.Text;
using System.Text.Json;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using ModelContextProtocol.Protocol;
using NJsonSchema;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>What tests ask of a result.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(this CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    public static JsonElement Structure(this CallToolResult result) =>
        result.StructuredContent ?? throw new InvalidOperationException("The result has no structured content: " + result.Text());

    public static string? String(this CallToolResult result, string member) => result.Structure().GetProperty(member).GetString();

    public static string? ErrorCode(this CallToolResult result) => result.Structure().GetProperty("error").GetProperty("code").GetString();

    /// <summary>Both forms together, for what must be in neither.</summary>
    public static string Everything(this CallToolResult result) => result.Text() + "\n" + JsonSerializer.Serialize(result.StructuredContent, s_compact);

    /// <summary>Holds what every result of every tool must keep.</summary>
    public static async Task ShouldKeepItsContractAsync(this CallToolResult result, string tool, int budget = 4096)
    {
        var json = JsonSerializer.Serialize(result.StructuredContent, s_compact);
        var outputSchema = ToolRegistry.All.Single(candidate => candidate.ProtocolTool.Name == tool).ProtocolTool.OutputSchema?.GetRawText() ?? "{}";
        var schema = await JsonSchema.FromJsonAsync(outputSchema);

        schema.Validate(json).Should().BeEmpty(json);
        var members = Members(tool, schema);
        schema.Properties.Keys.Should().BeSubsetOf(members, "the schema of {0} lists what there is", tool);
        result.Structure().EnumerateObject().Select(member => member.Name).Should().BeSubsetOf(members, "the members of {0} are known", tool);
        Encoding.UTF8.GetByteCount(json).Should().BeLessThanOrEqualTo(budget, json);
        Encoding.UTF8.GetByteCount(result.Text()).Should().BeLessThanOrEqualTo(budget, result.Text());
        result.Text().Should().NotBeEmpty();
        if (result.IsError == true)
        {
            var error = result.Structure().GetProperty("error");
            foreach (var member in new[] { "code", "message", "hint" })
            {
                error.GetProperty(member).GetString().Should().NotBeNullOrWhiteSpace();
                result.Text().Should().Contain(error.GetProperty(member).GetString());
            }
        }
    }

    /// <summary>The list says only the most important members of a sandbox; all are those of its output.</summary>
    private static IReadOnlyList<string> Members(string tool, JsonSchema schema) => tool is ToolNames.CreateSandbox or ToolNames.DeployFork or ToolNames.GetSandbox
        ? [.. typeof(SandboxOutput).GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))]
        : [.. schema.Properties.Keys];
}
