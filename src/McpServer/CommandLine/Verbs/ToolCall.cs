using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.CommandLine.Terminal;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>Calls one tool for the command line and prints what it answers.</summary>
internal static class ToolCall
{
    // Made for a terminal, not for a page: quotes and letters stay readable.
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task<int> RunAsync(CommandContext context, ParseResult parsed, string tool, JsonObject arguments, CancellationToken cancellationToken) =>
        RunAsync(context, parsed, tool, arguments, parsed.GetValue(context.Json) ? ToolOutput.Structure : ToolOutput.Text, cancellationToken);

    public static async Task<int> RunAsync(
        CommandContext context, ParseResult parsed, string tool, JsonObject arguments, ToolOutput output, CancellationToken cancellationToken)
    {
        using var logs = ErrorLog.Create(context.Terminal, LogLevel.Warning);
        try
        {
            await using var client = await ToolClient.ConnectAsync(context.Control, context.WorkspaceOf(parsed), logs, cancellationToken);
            var result = await ProgressDisplay.ShowAsync(
                context.Terminal, tool, progress => client.CallAsync(tool, arguments, progress, cancellationToken));
            return Print(context.Terminal, result, output);
        }
        catch (McpProtocolException e) when (e.ErrorCode is McpErrorCode.InvalidParams or McpErrorCode.MethodNotFound)
        {
            context.Terminal.Error.WriteLine(e.Message);
            return ExitCodes.Usage;
        }
    }

    private static int Print(ITerminal terminal, CallToolResult result, ToolOutput output)
    {
        var failed = result.IsError == true;
        if (output == ToolOutput.Structure)
        {
            terminal.Output.WriteLine(Structure(result).ToJsonString(s_indented));
        }
        else
        {
            (failed ? terminal.Error : terminal.Output).WriteLine(TextOf(result));
        }

        return !failed ? ExitCodes.Success : ErrorCode(result) == ToolError.InvalidArguments ? ExitCodes.Usage : ExitCodes.Of(ErrorCode(result));
    }

    public static string TextOf(CallToolResult result) =>
        string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text)).TrimEnd();

    private static JsonNode Structure(CallToolResult result) =>
        (result.StructuredContent is { } structure ? JsonNode.Parse(structure.GetRawText()) : null)
        ?? new JsonObject { ["text"] = TextOf(result) };

    private static string? ErrorCode(CallToolResult result) =>
        result.StructuredContent is { ValueKind: JsonValueKind.Object } structure
        && structure.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("code", out var code)
            ? code.GetString()
            : null;
}
