using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>The resources that the official suite asks for.</summary>
internal static class FixtureResources
{
    public static IEnumerable<McpServerResource> All =>
    [
        McpServerResource.Create(StaticText, Options("test://static-text", "static-text", "text/plain")),
        McpServerResource.Create(StaticBinary, Options("test://static-binary", "static-binary", "image/png")),
        McpServerResource.Create(Template, Options("test://template/{id}/data", "template", "application/json")),
    ];

    private static TextResourceContents StaticText() => new()
    {
        Uri = "test://static-text",
        MimeType = "text/plain",
        Text = "This is the content of the static text resource.",
    };

    private static BlobResourceContents StaticBinary() => BlobResourceContents.FromBytes(Samples.Png, "test://static-binary", "image/png");

    private static TextResourceContents Template([Description("Any text.")] string id) => new()
    {
        Uri = $"test://template/{id}/data",
        MimeType = "application/json",
        Text = $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""",
    };

    private static McpServerResourceCreateOptions Options(string uri, string name, string mimeType) => new()
    {
        UriTemplate = uri,
        Name = name,
        MimeType = mimeType,
        Description = $"Fixture of the conformance suite: {name}.",
    };
}
