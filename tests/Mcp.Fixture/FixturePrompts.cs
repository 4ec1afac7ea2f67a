using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>The prompts that the official suite asks for.</summary>
internal static class FixturePrompts
{
    public static IEnumerable<McpServerPrompt> All =>
    [
        new FixturePrompt("test_simple_prompt", _ => [Text("This is a simple prompt for testing.")]),
        new FixturePrompt(
            "test_prompt_with_arguments",
            p => [Text($"Prompt with arguments: arg1='{Argument(p, "arg1")}', arg2='{Argument(p, "arg2")}'")],
            "arg1",
            "arg2"),
        new FixturePrompt(
            "test_prompt_with_embedded_resource",
            p =>
            [
                Message(ContentTools.Embedded(Argument(p, "resourceUri"), "text/plain", "Embedded resource content for testing.")),
                Text("Please process the embedded resource above."),
            ],
            "resourceUri"),
        new FixturePrompt(
            "test_prompt_with_image",
            _ => [Message(ImageContentBlock.FromBytes(Samples.Png, "image/png")), Text("Please analyze the image above.")]),
        new FixturePrompt(
            "test_input_required_result_prompt",
            p => InputRequests.Elicited(p, "user_context", "context") is { } context
                ? [Text($"Context: {context}")]
                : throw new InputRequiredException(
                    new Dictionary<string, InputRequest> { ["user_context"] = InputRequests.Elicit("What context should the prompt use?", "context") })),
    ];

    private static string Argument(GetPromptRequestParams? parameters, string name) =>
        parameters?.Arguments?.TryGetValue(name, out var value) == true ? value.ToString() : "";

    private static PromptMessage Text(string text) => Message(new TextContentBlock { Text = text });

    private static PromptMessage Message(ContentBlock content) => new() { Role = Role.User, Content = content };
}
