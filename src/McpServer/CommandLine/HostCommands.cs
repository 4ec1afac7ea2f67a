using System.CommandLine;
using System.Text.Json;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Hosting.Connecting;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary><c>agent-sandbox host …</c>: the process behind all clients of one repository.</summary>
internal static class HostCommands
{
    public static Command Create(CommandContext context) => new("host", "Run, look at, restart or stop the host of this repository.")
    {
        Run(context),
        Status(context),
        Restart(context),
        Stop(context),
    };

    private static Option<int?> PortOption()
    {
        var port = new Option<int?>("--port") { Description = "The port for MCP on 127.0.0.1; 0 chooses a free one. Default: the one used before.", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 0 or > 65535))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a port; give a number from 0 to 65535.");
            }
        });
        return port;
    }

    private static Command Run(CommandContext context)
    {
        var port = PortOption();
        var detached = new Option<bool>("--detached") { Description = "Log to the file only, and end after an idle time without sandboxes.", Hidden = true };
        var command = new Command("run", "Run the host in the foreground, for clients that only speak HTTP. Ctrl-C ends it; sandboxes are kept.") { port, detached };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new HostRunOptions
            {
                Workspace = context.WorkspaceOf(parsed),
                Port = parsed.GetValue(port),
                Mode = parsed.GetValue(detached) ? HostMode.Detached : HostMode.Foreground,
            };
            var host = new HostProcess(options, context.Time)
            {
                Listening = (record, files) => context.Terminal.Error.WriteLine($"MCP over HTTP: {record.Endpoint}\nBearer token:  in {files.Token}"),
            };
            var result = await host.RunAsync(cancellationToken);
            return result.IsSuccess ? ExitCodes.Success : context.Print(parsed, result.Failure);
        });
        return command;
    }

    private static Command Status(CommandContext context)
    {
        var command = new Command("status", "Say whether the host runs, where it listens and where its log is. Exit code 1 when it does not run.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var control = context.Control;
            var location = await control.LocateAsync(context.WorkspaceOf(parsed), cancellationToken);
            if (!location.IsSuccess)
            {
                return context.Print(parsed, location.Failure);
            }

            var running = await control.FindAsync(location.Value, cancellationToken);
            Print(context, parsed, HostReport.Of(HostFiles.Of(location.Value), running));
            return running is null ? ExitCodes.Failed : ExitCodes.Success;
        });
        return command;
    }

    private static Command Restart(CommandContext context)
    {
        var port = PortOption();
        var command = new Command("restart", "Replace the host, also by one of another version. Sandboxes are kept and started again.") { port };
        command.SetAction((parsed, cancellationToken) => context.RunAsync(
            parsed,
            async (control, location) => Report(location, await control.RestartAsync(location, parsed.GetValue(port), cancellationToken)),
            HostReportJson.Default.HostReport,
            report => report.ToText(),
            cancellationToken));
        return command;
    }

    private static Command Stop(CommandContext context)
    {
        var command = new Command("stop", "Stop the host with the baseline and the forks it runs. Sandboxes stay recorded; the next host starts them again.");
        command.SetAction((parsed, cancellationToken) => context.RunAsync(
            parsed,
            (control, location) => control.StopAsync(location, cancellationToken),
            HostJson.Default.HostRecord,
            record => $"The host with process id {record.Pid} has ended.",
            cancellationToken));
        return command;
    }

    private static Result<HostReport> Report(RepositoryLocation location, Result<RunningHost> running) =>
        running.IsSuccess ? HostReport.Of(HostFiles.Of(location), running.Value) : running.Failure;

    private static void Print(CommandContext context, ParseResult parsed, HostReport report) =>
        context.Terminal.Output.WriteLine(parsed.GetValue(context.Json)
            ? JsonSerializer.Serialize(report, HostReportJson.Default.HostReport)
            : report.ToText());
}
