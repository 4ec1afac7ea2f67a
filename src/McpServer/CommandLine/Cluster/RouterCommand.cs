using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary><c>agent-sandbox router</c>: what stands in front of the enrolled Services of a namespace.</summary>
internal static class RouterCommand
{
    private const string Description = """
        Run a router of the enrolled Services of a namespace; enrolling the first Service puts it into the cluster.
        It reads POD_NAME, POD_NAMESPACE and POD_IP, and the token of its pod's service account. SIGTERM ends it after open requests.
        """;

    public static Command Create(CommandContext context)
    {
        var place = new Option<string?>("--namespace", "-n") { Description = "Whose Services and Pods. Default: POD_NAMESPACE.", HelpName = "NAME" };
        var tables = new Option<string>("--operator") { Description = "Where the operator gives out tables, such as http://agent-sandbox-operator.tools:9900.", HelpName = "URL", Required = true };
        var listen = new Option<string?>("--listen") { Description = "The address to listen on. Default: all.", HelpName = "ADDRESS", Hidden = true };
        var admin = new Option<int?>("--admin-port") { Description = "Health, readiness, drain and metrics.", HelpName = "N", Hidden = true };
        var hops = new Option<int?>("--hops-port") { Description = "Hops for peers and provers.", HelpName = "N", Hidden = true };
        tables.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsHttp(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not an address of an operator; give one such as http://agent-sandbox-operator.tools:9900.");
            }
        });
        listen.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IPAddress.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not an IP address.");
            }
        });
        var command = new Command("router", Description) { place, tables, listen, admin, hops };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = new KubernetesAccessOptions { Time = context.Time, Namespace = parsed.GetValue(place) ?? Environment.GetEnvironmentVariable("POD_NAMESPACE") };
            var access = KubernetesAccess.Open(files);
            if (!access.IsSuccess)
            {
                return context.Print(parsed, access.Failure);
            }

            using var api = access.Value;
            var options = new RouterPodOptions
            {
                ListenAddress = parsed.GetValue(listen) is { } address ? IPAddress.Parse(address) : AnyAddress(),
                Tables = new TableClientOptions
                {
                    Operator = new Uri(parsed.GetRequiredValue(tables)),
                    Namespace = api.Namespace,
                    Pod = Environment.GetEnvironmentVariable("POD_NAME") ?? Environment.MachineName.ToLowerInvariant(),
                    ReadTokenAsync = token => File.ReadAllTextAsync(Path.Join(files.ServiceAccountFolder, "token"), token),
                },
            };
            options = options with { AdminPort = parsed.GetValue(admin) ?? options.AdminPort, HopsPort = parsed.GetValue(hops) ?? options.HopsPort };
            await using var log = OpenLog();
            using var loggers = LoggerFactory.Create(logging => logging.AddSerilog(log));
            var result = await new RouterProgram(api, options, context.Time, loggers).RunAsync(cancellationToken);
            return result.IsSuccess ? ExitCodes.Success : context.Print(parsed, result.Failure);
        });
        return command;
    }

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    /// <summary>Of the pod's own family, so that a node without IPv6 is no obstacle.</summary>
    private static IPAddress AnyAddress() =>
        IPAddress.TryParse(Environment.GetEnvironmentVariable("POD_IP"), out var own) && own.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    private static Serilog.Core.Logger OpenLog() => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .WriteTo.Console(
            outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}",
            formatProvider: System.Globalization.CultureInfo.InvariantCulture,
            standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();
}
