using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.Kubernetes.ClusterTests.Team;

/// <summary>Tool calls as an agent makes them.</summary>
internal static class Calls
{
    public static async Task<JsonElement> OkAsync(this McpClient client, string tool, object arguments)
    {
        var result = await client.AskAsync(tool, arguments);
        result.IsError.Should().NotBe(true, Text(result));
        return result.StructuredContent!.Value; // every tool has one
    }

    /// <summary>The error of a call that has to fail.</summary>
    public static async Task<JsonElement> FailAsync(this McpClient client, string tool, object arguments)
    {
        var result = await client.AskAsync(tool, arguments);
        result.IsError.Should().Be(true, Text(result));
        return result.StructuredContent!.Value.GetProperty("error"); // as above
    }

    /// <summary>What a model reads, whether it is an error or not.</summary>
    public static async Task<string> TextAsync(this McpClient client, string tool, object arguments) => Text(await client.AskAsync(tool, arguments));

    public static string Member(this JsonElement element, string name) => element.GetProperty(name).ToString();

    private static Task<CallToolResult> AskAsync(this McpClient client, string tool, object arguments) =>
        client.CallToolAsync(tool, JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(property => property.Name, object? (property) => property.Value)).AsTask();

    private static string Text(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
