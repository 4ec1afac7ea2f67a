using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.CommandLine.Verbs;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary><c>agent-sandbox call &lt;tool&gt; --json '{…}'</c>: any tool with exactly the arguments that an agent would give.</summary>
internal static class CallCommand
{
    private const int MaxShown = 60;

    public static Command Create(CommandContext context)
    {
        var tool = new Argument<string>("tool") { Description = $"The tool: {string.Join(", ", ToolNames.All)}.", HelpName = "tool" };

        // Named like the recursive switch and closer to the command, so that here it takes the arguments.
        var json = new Option<string?>("--json") { Description = "The arguments as a JSON object; '-' reads them from standard input.", HelpName = "OBJECT" };
        var text = new Option<bool>("--text") { Description = "Print the text that a model reads instead of the structured result." };
        var command = new Command("call", "Call a tool with arguments as JSON and print its structured result.") { tool, json, text };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = parsed.GetValue(json);
            var source = given == "-" ? await context.Terminal.Input.ReadToEndAsync(cancellationToken) : given;
            if (!TryParse(source, out var arguments, out var problem))
            {
                context.Terminal.Error.WriteLine(problem);
                return ExitCodes.Usage;
            }

            var call = new ToolCall(parsed.GetValue(tool) ?? "", arguments) { Output = parsed.GetValue(text) ? ToolOutput.Text : ToolOutput.Structure };
            return await call.RunAsync(context, context.WorkspaceOf(parsed), cancellationToken);
        });
        return command;
    }

    private static bool TryParse(string? text, out JsonObject arguments, out string problem)
    {
        (arguments, problem) = ([], "");
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        try
        {
            if (JsonNode.Parse(text) is JsonObject parsed)
            {
                arguments = parsed;
                return true;
            }

            problem = "The arguments are JSON, but not an object; give something like --json '{\"sandbox\":\"my-change\"}'.";
        }
        catch (JsonException e)
        {
            var shown = text.Length > MaxShown ? text[..MaxShown] + "…" : text;
            problem = $"The arguments are not JSON: {e.Message} In: {shown}";
        }

        return false;
    }
}
