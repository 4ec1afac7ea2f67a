using System.CommandLine;
using System.Text.Json;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Scanning;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary><c>agent-sandbox init</c>: a first configuration, and the entries that make MCP clients start this server.</summary>
internal static class InitCommand
{
    public static Command Create(CommandContext context)
    {
        var client = new Option<string[]>("--client")
        {
            Description = "Also add this server to the configuration of a client in this repository; may be repeated.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "NAME",
        };
        client.AcceptOnlyFromAmong([.. McpClients.All.Select(known => known.Name), McpClients.Everyone]);
        var prompts = new Option<bool>("--prompts") { Description = "Also install the prompts as commands of the clients that read such files." };
        var command = new Command("init", "Write a first agent-sandbox.yaml by looking at this repository. Never overwrites anything.") { client, prompts };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var location = await context.Control.LocateAsync(context.WorkspaceOf(parsed), cancellationToken);
            if (!location.IsSuccess)
            {
                return context.Print(parsed, location.Failure);
            }

            // A new file belongs into the tree where the person stands, not into the main one.
            var root = context.WorkspaceOf(parsed);
            root = Ancestor(root, directory => Path.Exists(Path.Join(directory, ".git"))) ?? root;
            var names = parsed.GetValue(client) ?? [];
            var steps = new List<InitStep> { await WriteConfigurationAsync(root, cancellationToken) };
            steps.AddRange(McpClients.Chosen(names).Select(known => known.AddTo(root, HostExecutable.ForClients())));
            if (parsed.GetValue(prompts))
            {
                steps.AddRange(PromptFiles.Install(root, names));
            }

            Print(context, parsed, steps);
            return steps.All(step => step.Outcome is InitOutcome.Refused) ? ExitCodes.Failed : ExitCodes.Success;
        });
        return command;
    }

    private static async Task<InitStep> WriteConfigurationAsync(string root, CancellationToken cancellationToken)
    {
        var file = SandboxConfiguration.FileName;
        if (Path.Exists(Path.Join(root, file)))
        {
            return new(file, InitOutcome.Refused, $"{FailureCodes.FileExists}: it exists already and was left as it is. Edit it, or move it away and run 'agent-sandbox init' again.", []);
        }

        var draft = RepositoryScanner.Scan(root, cancellationToken);
        var problem = await draft.WriteAsync(root, cancellationToken);
        return problem is null
            ? new(file, InitOutcome.Written, "written; look at each line marked '# CHECK:'.", [.. draft.Findings.Select(finding => $"{finding.File}: {finding.Message}")])
            : new(file, InitOutcome.Refused, $"{problem.Message} Next: {problem.Fix}", []);
    }

    private static void Print(CommandContext context, ParseResult parsed, IReadOnlyList<InitStep> steps)
    {
        if (parsed.GetValue(context.Json))
        {
            context.Terminal.Output.WriteLine(JsonSerializer.Serialize(steps, InitJson.Default.IReadOnlyListInitStep));
            return;
        }

        foreach (var step in steps)
        {
            context.Terminal.Output.WriteLine($"{Mark(step.Outcome)} {step.File}: {step.Message}");
            foreach (var detail in step.Details)
            {
                context.Terminal.Output.WriteLine($"    {detail}");
            }
        }

        context.Terminal.Output.WriteLine("Next: 'agent-sandbox doctor' checks the rest; then commit the files.");
    }

    private static string Mark(InitOutcome outcome) => outcome switch
    {
        InitOutcome.Written => "+",
        InitOutcome.Unchanged => "=",
        _ => "!",
    };

    private static string? Ancestor(string directory, Func<string, bool> condition)
    {
        for (var current = directory; current is not null; current = Path.GetDirectoryName(current))
        {
            if (condition(current))
            {
                return current;
            }
        }

        return null;
    }
}
