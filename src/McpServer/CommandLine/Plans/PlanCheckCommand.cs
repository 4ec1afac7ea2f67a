using System.CommandLine;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary><c>agent-sandbox plan check</c>: validates plans without a host, a sandbox or a network.</summary>
internal static class PlanCheckCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("files") { Description = "The plans' files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Say everything that is wrong with plans, offline. Exit code 3 when there is something.") { files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var services = await KnownServicesAsync(context.WorkspaceOf(parsed), cancellationToken);
            var results = new JsonArray();
            var broken = false;
            foreach (var file in parsed.GetValue(files) ?? [])
            {
                var read = await PlanReader.ReadFileAsync(Path.GetFullPath(file), services, cancellationToken);
                broken |= !read.IsValid;
                var lines = read.Problems.Select(problem => problem.Format(file)).ToList();
                results.Add(new JsonObject { ["file"] = file, ["valid"] = read.IsValid, ["problems"] = new JsonArray([.. lines.Select(line => (JsonNode?)line)]) });
                if (!parsed.GetValue(context.Json))
                {
                    Print(context, file, read, lines);
                }
            }

            if (parsed.GetValue(context.Json))
            {
                context.Terminal.Output.WriteLine(results.ToJsonString());
            }

            return broken ? ExitCodes.Environment : ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The services of the tree's configuration; null, so that any name is accepted, when it has none that can be read.</summary>
    public static async Task<IReadOnlyCollection<string>?> KnownServicesAsync(string tree, CancellationToken cancellationToken)
    {
        var configuration = await ConfigurationReader.ReadFileAsync(Path.Join(tree, SandboxConfiguration.FileName), Environment.GetEnvironmentVariable, cancellationToken);
        return configuration.IsValid ? [.. configuration.Configuration.Services.Keys] : null;
    }

    private static void Print(CommandContext context, string file, PlanReadResult read, List<string> lines)
    {
        if (read.IsValid)
        {
            context.Terminal.Output.WriteLine($"{file}: {read.Plan.Steps.Count} steps. {read.Plan.Purpose}");
        }

        foreach (var line in lines)
        {
            context.Terminal.Error.WriteLine(line);
        }
    }
}
