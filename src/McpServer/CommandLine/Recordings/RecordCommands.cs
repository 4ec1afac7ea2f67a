using System.CommandLine;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.CommandLine.Verbs;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Recording.Planning;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Recordings;

/// <summary><c>agent-sandbox record …</c>: record traffic, take the file, make a plan of it.</summary>
internal static class RecordCommands
{
    public static Command Create(CommandContext context) => new("record", $"Record traffic of a sandbox, or of the baseline, and make a plan of it (calls {ToolNames.RecordTraffic}).")
    {
        Start(context),
        Simple(context, "status", "Show the recording that is on, or the last one."),
        Stop(context),
        ToPlan(context),
    };

    private static Command Start(CommandContext context)
    {
        var (sandbox, baseline) = Scope();
        var services = new Option<string[]>("--services") { Description = "Services to record; all without it.", AllowMultipleArgumentsPerToken = true, HelpName = "SERVICE" };
        var requests = new Option<int?>("--max-requests") { Description = "Ends after so many requests (200)." };
        var seconds = new Option<int?>("--seconds") { Description = "Ends after so many seconds (300)." };
        var command = new Command("start", "Begin to record.") { sandbox, baseline, services, requests, seconds };
        command.SetAction((parsed, cancellationToken) =>
        {
            var arguments = Arguments("start", parsed.GetValue(sandbox), parsed.GetValue(baseline));
            if (parsed.GetValue(services) is { Length: > 0 } names)
            {
                arguments["services"] = new JsonArray([.. names.Select(name => (JsonNode?)name)]);
            }

            Set(arguments, "max_requests", parsed.GetValue(requests));
            Set(arguments, "seconds", parsed.GetValue(seconds));
            return Call(context, parsed, arguments).RunAsync(context, context.WorkspaceOf(parsed), cancellationToken);
        });
        return command;
    }

    private static Command Simple(CommandContext context, string action, string description)
    {
        var (sandbox, baseline) = Scope();
        var command = new Command(action, description) { sandbox, baseline };
        command.SetAction((parsed, cancellationToken) => Call(context, parsed, Arguments(action, parsed.GetValue(sandbox), parsed.GetValue(baseline)))
            .RunAsync(context, context.WorkspaceOf(parsed), cancellationToken));
        return command;
    }

    private static Command Stop(CommandContext context)
    {
        var (sandbox, baseline) = Scope();
        var output = new Option<string?>("--output") { Description = "Also copy the recording to this file.", HelpName = "FILE.har" };
        var command = new Command("stop", "End the recording and write it, redacted, as HAR.") { sandbox, baseline, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            var call = Call(context, parsed, Arguments("stop", parsed.GetValue(sandbox), parsed.GetValue(baseline))) with
            {
                FollowUp = parsed.GetValue(output) is { } file ? (_, answer) => Copy(context, answer, file) : null,
            };
            return call.RunAsync(context, context.WorkspaceOf(parsed), cancellationToken);
        });
        return command;
    }

    private static Command ToPlan(CommandContext context)
    {
        var file = new Argument<string>("file") { Description = "A recording in the working tree." };
        var command = new Command("to-plan", "Print a plan that replays a recording and asks its pages again.") { file };
        command.SetAction(parsed =>
        {
            var plan = RecordingPlan.Create(Path.GetFullPath(parsed.GetValue(file) ?? ""), context.WorkspaceOf(parsed));
            if (!plan.IsSuccess)
            {
                return context.Print(parsed, plan.Failure);
            }

            context.Terminal.Output.Write(plan.Value);
            return ExitCodes.Success;
        });
        return command;
    }

    // The answer stands as it is; the copy is beside it.
    private static ToolCall? Copy(CommandContext context, CallToolResult answer, string target)
    {
        if (answer.IsError != true && FollowUps.Member(answer, "file") is { Length: > 0 } source)
        {
            var path = Path.GetFullPath(target);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
            File.Copy(source, path, overwrite: true);
            context.Terminal.Error.WriteLine($"Copied to {path}.");
        }

        return null;
    }

    private static (Argument<string?> Sandbox, Option<bool> Baseline) Scope() => (
        new Argument<string?>("sandbox") { Description = "The sandbox whose requests are meant.", Arity = ArgumentArity.ZeroOrOne },
        new Option<bool>("--baseline") { Description = "Requests of everybody that carry no key." });

    private static JsonObject Arguments(string action, string? sandbox, bool baseline)
    {
        var arguments = new JsonObject { ["action"] = action };
        if (sandbox is not null)
        {
            arguments["sandbox"] = sandbox;
        }

        if (baseline)
        {
            arguments["baseline"] = true;
        }

        return arguments;
    }

    private static void Set(JsonObject arguments, string name, int? value)
    {
        if (value is { } number)
        {
            arguments[name] = number;
        }
    }

    private static ToolCall Call(CommandContext context, ParseResult parsed, JsonObject arguments) =>
        new(ToolNames.RecordTraffic, arguments) { Output = parsed.GetValue(context.Json) ? ToolOutput.Structure : ToolOutput.Text };
}
