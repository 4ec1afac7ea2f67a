using System.CommandLine;
using System.CommandLine.Invocation;
using AgentSandbox.McpServer.CommandLine.Cluster;
using AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;
using AgentSandbox.McpServer.CommandLine.Doctor;
using AgentSandbox.McpServer.CommandLine.Init;
using AgentSandbox.McpServer.CommandLine.Plans;
using AgentSandbox.McpServer.CommandLine.Recordings;
using AgentSandbox.McpServer.CommandLine.Terminal;
using AgentSandbox.McpServer.CommandLine.Verbs;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary>The command line of <c>agent-sandbox</c>.</summary>
internal static class CommandLineProgram
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var signals = new TerminationSignals();
        var context = new CommandContext(new SystemTerminal(), TimeProvider.System, HostExecutable.Current);
        return await RunAsync(arguments, context, signals.Token);
    }

    public static async Task<int> RunAsync(string[] arguments, CommandContext context, CancellationToken cancellationToken)
    {
        var parsed = Create(context).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(parsed, context.Terminal);
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = context.Terminal.Output,
                Error = context.Terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Terminal.Error.WriteLine("Interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (Exception e)
        {
            // An exception that leaves the program ends it by a signal, and scripts would see 134 instead of a failure.
            context.Terminal.Error.WriteLine($"{FailureCodes.Internal}: {e.Message}");
            context.Terminal.Error.WriteLine("This is a defect of agent-sandbox; please report it with these lines:");
            context.Terminal.Error.WriteLine(e);
            return ExitCodes.Failed;
        }
    }

    /// <summary>Every command there is; a test holds that the reference has them all.</summary>
    internal static RootCommand Create(CommandContext context)
    {
        var root = new RootCommand("Sandboxes in which an AI agent validates its change to one service against the real running system.")
        {
            context.Json,
            context.Workspace,
            McpCommand.Create(context),
            DemoCommand.Create(context),
            InitCommand.Create(context),
            DoctorCommand.Create(context),
            CallCommand.Create(context),
            OperatorCommand.Create(context),
            RouterCommand.Create(context),
            ServeCommand.Create(context),
        };
        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Action = new VersionAction(context.Terminal);
        }

        foreach (var verb in VerbCommands.Create(context))
        {
            root.Add(verb);
        }

        root.Add(PlanCommands.Create(context));
        root.Add(RecordCommands.Create(context));
        root.Add(HostCommands.Create(context));
        root.Add(BaselineCommands.Create(context));
        root.Add(SweepCommand.Create(context));
        root.Add(InstallCommand.Create(context));
        root.Add(UninstallCommand.Create(context));
        root.Add(EnrollCommand.Create(context));
        root.Add(UnenrollCommand.Create(context));
        return root;
    }

    private static int Refuse(ParseResult parsed, ITerminal terminal)
    {
        foreach (var error in parsed.Errors)
        {
            terminal.Error.WriteLine(error.Message);
        }

        terminal.Error.WriteLine($"Try: {CommandPath(parsed.CommandResult.Command)} --help");
        return ExitCodes.Usage;
    }

    private static string CommandPath(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "agent-sandbox" : $"{CommandPath(parent)} {command.Name}";
    }
}
