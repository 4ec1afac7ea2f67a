using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.CommandLine.Terminal;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>A call of one tool for the command line, which prints what it answers.</summary>
internal sealed record ToolCall(string Tool, JsonObject Arguments)
{
    private const string RemotePrefix = "Request failed (remote): ";

    // Made for a terminal, not for a page: quotes and letters stay readable.
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ToolOutput Output { get; init; }

    public FollowUp? FollowUp { get; init; }

    /// <summary>Calls, follows up, prints; returns the exit code.</summary>
    public async Task<int> RunAsync(CommandContext context, string workspace, CancellationToken cancellationToken)
    {
        using var logs = ErrorLog.Create(context.Terminal, LogLevel.Warning);
        try
        {
            await using var client = await ToolClient.ConnectAsync(context.Control, workspace, logs, cancellationToken);
            var result = await ProgressDisplay.ShowAsync(context.Terminal, Tool, progress => CallAsync(client, progress, cancellationToken));
            return Print(context.Terminal, result);
        }
        catch (McpProtocolException e) when (e.ErrorCode is McpErrorCode.InvalidParams or McpErrorCode.MethodNotFound)
        {
            context.Terminal.Error.WriteLine(e.Message.StartsWith(RemotePrefix, StringComparison.Ordinal) ? e.Message[RemotePrefix.Length..] : e.Message);
            return ExitCodes.Usage;
        }
    }

    public static string TextOf(CallToolResult result) =>
        string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text)).TrimEnd();

    public static string? ErrorCode(CallToolResult result) =>
        result.StructuredContent is { ValueKind: JsonValueKind.Object } structure
        && structure.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("code", out var code)
            ? code.GetString()
            : null;

    private async Task<CallToolResult> CallAsync(ToolClient client, IProgress<ProgressNotificationValue> progress, CancellationToken cancellationToken)
    {
        var call = this;
        while (true)
        {
            var result = await client.CallAsync(call.Tool, call.Arguments, progress, cancellationToken);
            if (FollowUp?.Invoke(call, result) is not { } next)
            {
                return result;
            }

            call = next;
        }
    }

    private int Print(ITerminal terminal, CallToolResult result)
    {
        var failed = result.IsError == true;
        if (Output == ToolOutput.Structure)
        {
            terminal.Output.WriteLine(Structure(result).ToJsonString(s_indented));
        }
        else
        {
            (failed ? terminal.Error : terminal.Output).WriteLine(TextOf(result));
        }

        var code = ErrorCode(result);
        return (failed, FollowUp is not null && FollowUps.Member(result, "phase") == "degraded") switch
        {
            (true, _) => code == ToolError.InvalidArguments ? ExitCodes.Usage : ExitCodes.Of(code),

            // get_sandbox only tells that a fork failed; for the deploy that was waited for, it is the failure.
            (_, true) => ExitCodes.Failed,
            _ => ExitCodes.Success,
        };
    }

    private static JsonNode Structure(CallToolResult result) =>
        (result.StructuredContent is { } structure ? JsonNode.Parse(structure.GetRawText()) : null)
        ?? new JsonObject { ["text"] = TextOf(result) };
}
