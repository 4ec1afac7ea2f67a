using System.CommandLine;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Hosting.Cluster;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary><c>agent-sandbox operator</c>: what runs in the cluster and makes sandboxes true.</summary>
internal static class OperatorCommand
{
    public static Command Create(CommandContext context)
    {
        var place = new Option<string?>("--namespace", "-n") { Description = "Where it runs, and what it looks after. Default: the namespace of its pod.", HelpName = "NAME" };
        var all = new Option<bool>("--all-namespaces") { Description = "Look after every namespace." };
        var tables = new Option<int?>("--table-port") { Description = "Where routers pull their tables.", HelpName = "N", Hidden = true };
        var admin = new Option<int?>("--admin-port") { Description = "Health, readiness and metrics.", HelpName = "N", Hidden = true };
        var command = new Command("operator", "Run the operator; 'agent-sandbox install' puts it into the cluster. Ctrl-C ends it, and another replica goes on.") { place, all, tables, admin };
        var limits = new LimitOptions("Default: any number.");
        limits.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new KubernetesAccessOptions { Time = context.Time, Namespace = parsed.GetValue(place) };
            var access = KubernetesAccess.Open(options);
            if (!access.IsSuccess)
            {
                return context.Print(parsed, access.Failure);
            }

            using var api = access.Value;
            var defaults = new OperatorSettings { Namespace = api.Namespace, Pod = "" };
            var settings = defaults with
            {
                WatchesAll = parsed.GetValue(all),
                Limits = limits.Of(parsed).WithoutZeros(),
                Pod = Environment.GetEnvironmentVariable("POD_NAME") ?? $"{Environment.MachineName.ToLowerInvariant()}-{Environment.ProcessId}",
                Address = Environment.GetEnvironmentVariable("POD_IP"),
                TablePort = parsed.GetValue(tables) ?? defaults.TablePort,
                AdminPort = parsed.GetValue(admin) ?? defaults.AdminPort,
            };
            await using var log = new LoggerConfiguration()
                .MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .WriteTo.Console(
                    outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}",
                    formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                    standardErrorFromLevel: LogEventLevel.Verbose)
                .CreateLogger();
            using var loggers = LoggerFactory.Create(logging => logging.AddSerilog(log));
            var result = await new OperatorProgram(api, options.Counts, settings, context.Time, loggers).RunAsync(cancellationToken);
            return result.IsSuccess ? ExitCodes.Success : context.Print(parsed, result.Failure);
        });
        return command;
    }
}
