using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using AgentSandbox.McpServer.Serving;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary><c>agent-sandbox serve</c>: MCP over HTTP for a team, as a pod of the cluster.</summary>
internal sealed class ServeCommand
{
    private const string Description = """
        Serve MCP over HTTP to a team, in the cluster; 'agent-sandbox install --with-mcp' puts it there.
        Each request carries the bearer token of its user, with which everything is done that it asks for; this program has no rights of its own.
        """;

    private readonly CommandContext _context;
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "The namespace of the baseline; no caller reaches another one. Default: POD_NAMESPACE.", HelpName = "NAME" };
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "A name under which clients reach this server; repeat it for more. Default: the names of its Service.", HelpName = "NAME" };
    private readonly Option<string[]> _origins = new("--allow-origin") { Description = "An origin of web pages whose scripts may call, such as https://tools.example. Default: none.", HelpName = "ORIGIN" };
    private readonly Option<int> _port = new("--port") { Description = "The port.", DefaultValueFactory = _ => McpManifests.Port, HelpName = "N" };
    private readonly Option<int> _callers = new("--max-callers") { Description = "The most callers at a time.", DefaultValueFactory = _ => 64, HelpName = "N" };
    private readonly Option<string?> _authority = new("--authority") { Description = "The file with the cluster's authority.", HelpName = "FILE", Hidden = true };
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "Where the cluster is, outside of it; its user counts for nothing.", HelpName = "FILE", Hidden = true };
    private readonly Option<int> _admin = new("--admin-port") { Description = "Health, readiness and metrics.", DefaultValueFactory = _ => Programs.AdminPort, HelpName = "N", Hidden = true };

    private ServeCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var serve = new ServeCommand(context);
        var command = new Command("serve", Description) { serve._namespace, serve._hosts, serve._origins, serve._port, serve._callers, serve._authority, serve._kubeconfig, serve._admin };
        serve._callers.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 1 or > 1000))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no number of callers; give one from 1 to 1000.");
            }
        });
        command.SetAction(serve.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var opened = Open(parsed);
        if (!opened.IsSuccess)
        {
            return _context.Print(parsed, opened.Failure);
        }

        using var api = opened.Value;
        var options = new TeamServerOptions
        {
            Address = AnyAddress(),
            Port = parsed.GetValue(_port),
            AdminPort = parsed.GetValue(_admin),
            AllowedHosts = parsed.GetValue(_hosts) is { Length: > 0 } hosts ? hosts : McpManifests.HostNames(api.Namespace),
            AllowedOrigins = parsed.GetValue(_origins) ?? [],
            MaxCallers = parsed.GetValue(_callers),
        };
        await using var log = OpenLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddSerilog(log));
        var result = await new TeamServer(api, options, _context.Time, loggers).RunAsync(cancellationToken);
        return result.IsSuccess ? ExitCodes.Success : _context.Print(parsed, result.Failure);
    }

    /// <summary>The way to the cluster; credentials that come with it are never used.</summary>
    private Result<IKubernetesApi> Open(ParseResult parsed)
    {
        var options = new KubernetesAccessOptions
        {
            Time = _context.Time,
            Namespace = parsed.GetValue(_namespace) ?? Environment.GetEnvironmentVariable("POD_NAMESPACE"),
            KubeconfigPath = parsed.GetValue(_kubeconfig),
        };
        return options.KubeconfigPath is null
            ? KubernetesAccess.WithoutAccount(options, parsed.GetValue(_authority) ?? McpManifests.AuthorityFile)
            : KubernetesAccess.Open(options);
    }

    private static IPAddress AnyAddress() =>
        IPAddress.TryParse(Environment.GetEnvironmentVariable("POD_IP"), out var own) && own.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    private static Serilog.Core.Logger OpenLog() => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("ModelContextProtocol", LogEventLevel.Warning)
        .WriteTo.Console(
            outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}",
            formatProvider: System.Globalization.CultureInfo.InvariantCulture,
            standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();
}
