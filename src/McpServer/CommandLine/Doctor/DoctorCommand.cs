using System.CommandLine;
using System.Text.Json;
using AgentSandbox.McpServer.CommandLine.Terminal;
using Spectre.Console;

namespace AgentSandbox.McpServer.CommandLine.Doctor;

/// <summary><c>agent-sandbox doctor</c>: looks at everything that must be right, and says what to do where it is not.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("doctor", "Check git, .NET, the configuration, the cluster of engine: kubernetes, the host and its ports, and say what to do. Exit code 3 when something is wrong.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = await new Examination(context.Control, context.Clusters, context.Time).RunAsync(context.WorkspaceOf(parsed), cancellationToken);
            if (parsed.GetValue(context.Json))
            {
                context.Terminal.Output.WriteLine(JsonSerializer.Serialize(findings, DoctorJson.Default.IReadOnlyListFinding));
            }
            else
            {
                Print(TerminalConsole.ForOutput(context.Terminal), findings);
            }

            return findings.Any(finding => finding.Severity == Severity.Wrong) ? ExitCodes.Environment : ExitCodes.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var mark = finding.Severity switch { Severity.Fine => "[green]✔[/]", Severity.Note => "[yellow]•[/]", _ => "[red]✖[/]" };
            console.MarkupLine($"{mark} [bold]{Markup.Escape(finding.Subject)}[/]: {Markup.Escape(finding.Observed)}");
            if (finding.Fix is { } fix)
            {
                console.MarkupLine($"    → {Markup.Escape(fix)}");
            }
        }
    }
}
