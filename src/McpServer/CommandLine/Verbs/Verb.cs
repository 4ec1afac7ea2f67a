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

            return ToolCall.RunAsync(context, parsed, Tool, arguments, cancellationToken);
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
