using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>Tools that talk to the client while they run.</summary>
internal static class ClientTools
{
    /// <summary>The suite asks for about this pause, so that single notifications can be told apart.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private static readonly ElicitRequestParams.RequestSchema s_defaults = Schema(
        """
        {"type":"object","properties":{
          "name":{"type":"string","default":"John Doe"},
          "age":{"type":"integer","default":30},
          "score":{"type":"number","default":95.5},
          "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
          "verified":{"type":"boolean","default":true}}}
        """);

    private static readonly ElicitRequestParams.RequestSchema s_enums = Schema(
        """
        {"type":"object","properties":{
          "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
          "titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},
          "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},
          "untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},
          "titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}}}
        """);

    private static readonly ElicitRequestParams.RequestSchema s_user = Schema(
        """
        {"type":"object","properties":{"username":{"type":"string","description":"User's response"},"email":{"type":"string","description":"User's email address"}},"required":["username","email"]}
        """);

    public static IEnumerable<McpServerTool> All =>
    [
        new FixtureTool("test_tool_with_logging", LogAsync),
        new FixtureTool("test_logging_tool", LogAsync),
        new FixtureTool("test_tool_with_progress", ReportProgressAsync),
        new FixtureTool("test_sampling", SampleAsync, Required("prompt")),
        new FixtureTool("test_elicitation", (context, token) => ElicitAsync(context, "User response", Argument(context, "message"), s_user, token), Required("message")),
        new FixtureTool("test_elicitation_sep1034_defaults", (context, token) => ElicitAsync(context, "Elicitation completed", "Check the values", s_defaults, token)),
        new FixtureTool("test_elicitation_sep1330_enums", (context, token) => ElicitAsync(context, "Elicitation completed", "Choose", s_enums, token)),
        new FixtureTool("test_reconnection", ReconnectAsync),
        new FixtureTool("test_missing_capability", RequireSampling),
        new FixtureTool("test_streaming_elicitation", InputRequiredTools.AskForName),
    ];

    private static async Task<CallToolResult> LogAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var logger = context.Server.AsClientLoggerProvider().CreateLogger("fixture");
        logger.LogInformation("Tool execution started");
        await Task.Delay(s_pause, cancellationToken);
        logger.LogInformation("Tool processing data");
        await Task.Delay(s_pause, cancellationToken);
        logger.LogInformation("Tool execution completed");
        return FixtureTool.Text("Tool with logging executed");
    }

    private static async Task<CallToolResult> ReportProgressAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        foreach (var progress in new[] { 0, 50, 100 })
        {
            if (context.Params?.ProgressToken is { } token)
            {
                await context.Server.NotifyProgressAsync(
                    token, new ProgressNotificationValue { Progress = progress, Total = 100 }, cancellationToken: cancellationToken);
            }

            await Task.Delay(s_pause, cancellationToken);
        }

        return FixtureTool.Text("Tool with progress executed");
    }

    private static async Task<CallToolResult> SampleAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var result = await context.Server.SampleAsync(
            new CreateMessageRequestParams
            {
                Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = Argument(context, "prompt") }] }],
                MaxTokens = 100,
            },
            cancellationToken);
        return FixtureTool.Text($"LLM response: {result.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text}");
    }

    private static async Task<CallToolResult> ElicitAsync(
        RequestContext<CallToolRequestParams> context, string title, string message, ElicitRequestParams.RequestSchema schema, CancellationToken cancellationToken)
    {
        var result = await context.Server.ElicitAsync(new ElicitRequestParams { Message = message, RequestedSchema = schema }, cancellationToken);
        return FixtureTool.Text($"{title}: action={result.Action}, content={JsonSerializer.Serialize(result.Content)}");
    }

    private static async Task<CallToolResult> ReconnectAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        await context.EnablePollingAsync(TimeSpan.FromMilliseconds(500), cancellationToken);
        await Task.Delay(s_pause, cancellationToken);
        return FixtureTool.Text("Reconnection test completed");
    }

    private static Task<CallToolResult> RequireSampling(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        return context.Server.ClientCapabilities?.Sampling is null
            ? throw new MissingRequiredClientCapabilityException(
                new ClientCapabilities { Sampling = new SamplingCapability() }, "This tool needs the client capability 'sampling'.")
            : Task.FromResult(FixtureTool.Text("The client can sample."));
    }

    private static string Required(string name) =>
        $$$"""{"type":"object","properties":{"{{{name}}}":{"type":"string"}},"required":["{{{name}}}"]}""";

    private static string Argument(RequestContext<CallToolRequestParams> context, string name) =>
        context.Params?.Arguments?[name].GetString() ?? "";

    private static ElicitRequestParams.RequestSchema Schema(string json) =>
        JsonSerializer.Deserialize<ElicitRequestParams.RequestSchema>(json, McpJsonUtilities.DefaultOptions)
        ?? throw new InvalidOperationException("The schema is null.");
}
