using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>A command that calls one tool. Its options are read from the tool's own schema, so they cannot drift from it.</summary>
/// <param name="Name">The command.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Description">What it does, for the help.</param>
/// <param name="Required">Arguments of the tool that are typed without a name, in this order.</param>
/// <param name="Optional">Further ones, which may be left out.</param>
internal sealed record Verb(string Name, string Tool, string Description, IReadOnlyList<string> Required, IReadOnlyList<string> Optional)
{
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What to call next when an answer is not the end yet; an agent would decide that itself.</summary>
    public FollowUp? FollowUp { get; init; }

    public Command ToCommand(CommandContext context)
    {
        var command = new Command(Name, $"{Description} (calls {Tool})");
        foreach (var alias in Aliases)
        {
            command.Aliases.Add(alias);
        }

        var inputs = Inputs();
        foreach (var input in inputs)
        {
            input.AddTo(command);
        }

        var noWait = new Option<bool>("--no-wait") { Description = "Return as soon as the tool answers, even if it is not finished." };
        if (FollowUp is not null)
        {
            command.Add(noWait);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var arguments = new JsonObject();
            foreach (var input in inputs)
            {
                if (input.Read(parsed) is { } value)
                {
                    arguments[input.Name] = value;
                }
            }

            var call = new ToolCall(Tool, arguments)
            {
                Output = parsed.GetValue(context.Json) ? ToolOutput.Structure : ToolOutput.Text,
                FollowUp = FollowUp is not null && parsed.GetValue(noWait) ? null : FollowUp,
            };
            return call.RunAsync(context, context.WorkspaceOf(parsed), cancellationToken);
        });
        return command;
    }

    internal IReadOnlyList<VerbInput> Inputs()
    {
        var schema = ToolRegistry.All.FirstOrDefault(tool => tool.ProtocolTool.Name == Tool)?.ProtocolTool.InputSchema;
        if (schema is null || !schema.Value.TryGetProperty("properties", out var properties))
        {
            return [];
        }

        var all = properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
        var positional = Required.Concat(Optional).Where(all.ContainsKey).ToList();
        return
        [
            .. positional.Select(name => VerbInput.Positional(name, all[name], Required.Contains(name))),
            .. all.Where(pair => !positional.Contains(pair.Key)).Select(pair => VerbInput.Named(pair.Key, pair.Value)),
        ];
    }
}
