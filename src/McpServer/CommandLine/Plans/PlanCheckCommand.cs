using System.CommandLine;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary><c>agent-sandbox plan check</c>: validates plans without a host, a sandbox or a network.</summary>
internal static class PlanCheckCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("files") { Description = "The plans' files. Default: all plans of the working tree.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Say everything that is wrong with plans, offline. Exit code 3 when there is something.") { files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var tree = await PlanTree.FindAsync(context, parsed, cancellationToken);
            var given = parsed.GetValue(files) is { Length: > 0 } named ? named : await tree.FilesAsync(cancellationToken);
            if (given.Count == 0)
            {
                context.Terminal.Error.WriteLine($"There are no plans in {tree.Folder}/.");
            }

            var results = new JsonArray();
            var broken = false;
            foreach (var file in given)
            {
                var read = await PlanReader.ReadFileAsync(Path.GetFullPath(file), tree.Services, cancellationToken);
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
