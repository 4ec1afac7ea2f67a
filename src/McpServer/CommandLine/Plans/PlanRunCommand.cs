using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.CommandLine.Terminal;
using AgentSandbox.McpServer.CommandLine.Verbs;
using AgentSandbox.McpServer.Presentation.Runs;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Reports;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary><c>agent-sandbox plan run</c>: runs a plan to its end and writes reports. Exit code 0 pass, 1 fail, 2 inconclusive, 3 an error of the plan or the environment.</summary>
internal static class PlanRunCommand
{
    private const int Inconclusive = 2;

    public static Command Create(CommandContext context)
    {
        var sandbox = new Argument<string>("sandbox") { Description = "The sandbox." };
        var plan = new Argument<string?>("plan") { Description = "A plan's name below plans/, or a file.", Arity = ArgumentArity.ZeroOrOne };
        var parameters = new Option<string[]>("--param") { Description = "NAME=VALUE of a parameter; may be repeated." };
        var reports = ReportFiles.Options();
        var command = new Command("run", "Run a plan against a sandbox. Exit code 0 pass, 1 fail, 2 inconclusive, 3 error.") { sandbox, plan, parameters };
        foreach (var option in reports)
        {
            command.Add(option.Option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = await CallAsync(parsed.GetValue(sandbox)!, parsed.GetValue(plan), parsed.GetValue(parameters) ?? [], cancellationToken); // sandbox is required
            if (call.Problem is { } problem)
            {
                context.Terminal.Error.WriteLine(problem);
                return ExitCodes.Environment;
            }

            var wanted = reports.Select(report => (report.Write, File: parsed.GetValue(report.Option))).Where(report => report.File is not null).ToList();
            var workspace = context.WorkspaceOf(parsed);
            using var logs = ErrorLog.Create(context.Terminal, LogLevel.Warning);
            await using var client = await ToolClient.ConnectAsync(context.Control, workspace, logs, cancellationToken);
            var (ended, run) = await ProgressDisplay.ShowAsync(context.Terminal, ToolNames.RunPlan, progress => RunFollower.FollowAsync(client, call.Arguments, progress, cancellationToken));
            if (run is not null && RunFollower.IsGone(ended))
            {
                context.Terminal.Output.WriteLine(parsed.GetValue(context.Json) ? Structure(ended) : $"INCONCLUSIVE: The run '{run}' went with its sandbox.\n{ToolCall.TextOf(ended)}");
                return Inconclusive;
            }

            return await FinishAsync(context, client, ended, parsed.GetValue(context.Json), wanted.Select(report => (report.Write, report.File!)), cancellationToken); // absent ones are left out above
        });
        return command;
    }

    private static async Task<(JsonObject Arguments, string? Problem)> CallAsync(string sandbox, string? plan, string[] parameters, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject { ["sandbox"] = sandbox };
        if (plan is not null && (plan.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || plan.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)))
        {
            if (!File.Exists(plan))
            {
                return (arguments, $"There is no file '{plan}'.");
            }

            arguments["inline"] = await File.ReadAllTextAsync(plan, cancellationToken);
        }
        else if (plan is not null)
        {
            arguments["plan"] = plan;
        }

        var values = new JsonObject();
        foreach (var parameter in parameters)
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return (arguments, $"'{parameter}' is not NAME=VALUE.");
            }

            values[parameter[..equals]] = parameter[(equals + 1)..];
        }

        if (values.Count > 0)
        {
            arguments["parameters"] = values;
        }

        return (arguments, null);
    }

    private static async Task<int> FinishAsync(
        CommandContext context, ToolClient client, CallToolResult ended, bool json, IEnumerable<(Func<RunRecord, string> Write, string File)> reports, CancellationToken cancellationToken)
    {
        if (FollowUps.Member(ended, "verdict") is null)
        {
            // Either the list of plans, or an error of the plan or the environment.
            (ended.IsError == true ? context.Terminal.Error : context.Terminal.Output).WriteLine(json ? Structure(ended) : ToolCall.TextOf(ended));
            return ended.IsError == true ? ExitCodes.Environment : ExitCodes.Success;
        }

        var uri = RunAnswers.Uri(FollowUps.Member(ended, "sandbox")!, FollowUps.Member(ended, "run")!); // a verdict comes with both
        string text;
        try
        {
            text = await client.ReadAsync(uri, cancellationToken);
        }
        catch (McpProtocolException e)
        {
            // The verdict came while the sandbox was going, and took the record along.
            context.Terminal.Error.WriteLine($"No report was written, because the run's record is gone: {e.Message}");
            context.Terminal.Output.WriteLine(json ? Structure(ended) : ToolCall.TextOf(ended));
            return ExitCode(FollowUps.Member(ended, "verdict"));
        }

        var run = JsonSerializer.Deserialize(text, RunJson.Default.RunRecord) ?? throw new JsonException("The run's record is empty.");
        context.Terminal.Output.WriteLine(json ? RunReports.Write(run, ReportFormat.Json) : ToolCall.TextOf(ended));
        var written = true;
        foreach (var (write, file) in reports)
        {
            written &= await TryWriteAsync(context.Terminal, file, write(run), cancellationToken);
        }

        return written ? ExitCode(run.Verdict?.Verdict.ToString()) : ExitCodes.Environment;
    }

    private static string Structure(CallToolResult answer) => answer.StructuredContent?.GetRawText() ?? "{}";

    private static int ExitCode(string? verdict) => Enum.TryParse<Verdict>(verdict, ignoreCase: true, out var known)
        ? known switch
        {
            Verdict.Pass => ExitCodes.Success,
            Verdict.Fail => ExitCodes.Failed,
            _ => Inconclusive,
        }
        : Inconclusive;

    private static async Task<bool> TryWriteAsync(ITerminal terminal, string file, string content, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, content, cancellationToken);
            terminal.Error.WriteLine($"wrote {file}");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            terminal.Error.WriteLine($"The report was not written: {e.Message}");
            return false;
        }
    }
}
