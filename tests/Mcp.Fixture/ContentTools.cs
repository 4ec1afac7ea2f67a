using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>Tools that only return something.</summary>
internal static class ContentTools
{
    private const string JsonSchemaFeatures =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "$defs": { "address": { "$anchor": "addressDef", "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } } },
          "properties": {
            "name": { "type": "string" },
            "address": { "$ref": "#/$defs/address" },
            "contactMethod": { "type": "string", "enum": ["phone", "email"] },
            "phone": { "type": "string" },
            "email": { "type": "string" }
          },
          "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
          "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
          "then": { "required": ["phone"] },
          "else": { "required": ["email"] },
          "additionalProperties": false
        }
        """;

    public static IEnumerable<McpServerTool> All =>
    [
        FixtureTool.Fixed("test_simple_text", new TextContentBlock { Text = "This is a simple text response for testing." }),
        FixtureTool.Fixed("test_image_content", ImageContentBlock.FromBytes(Samples.Png, "image/png")),
        FixtureTool.Fixed("test_audio_content", AudioContentBlock.FromBytes(Samples.Wav, "audio/wav")),
        FixtureTool.Fixed("test_embedded_resource", Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        FixtureTool.Fixed(
            "test_multiple_content_types",
            new TextContentBlock { Text = "Multiple content types test:" },
            ImageContentBlock.FromBytes(Samples.Png, "image/png"),
            Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}""")),
        new FixtureTool("test_error_handling", (_, _) => throw new McpException("This tool intentionally returns an error for testing")),
        new FixtureTool("json_schema_2020_12_tool", (_, _) => Task.FromResult(FixtureTool.Text("ok")), JsonSchemaFeatures),
        new FixtureTool(
            "test_header_parameter",
            (context, _) => Task.FromResult(FixtureTool.Text($"region: {context.Params?.Arguments?["region"]}")),
            """{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}},"required":["region"]}"""),
    ];

    public static EmbeddedResourceBlock Embedded(string uri, string mimeType, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = mimeType, Text = text } };
}
