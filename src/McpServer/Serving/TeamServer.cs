using System.Net;
using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.Serving;

/// <summary>MCP over HTTP for everybody whom the cluster knows; each acts with their own rights, and the server has none.</summary>
internal sealed partial class TeamServer(IKubernetesApi api, TeamServerOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<TeamServer>();

    /// <summary>Called once when clients can connect.</summary>
    public Action<Uri>? Listening { get; init; }

    /// <summary>Runs until the token fires.</summary>
    public async Task<Result<Done>> RunAsync(CancellationToken cancellationToken)
    {
        await using var callers = new CallerTable(api, options, time, loggers);
        var filter = new CallerFilter(callers, loggers.CreateLogger<CallerFilter>());
        try
        {
            await using var admin = await Pages(callers).ServeAsync(new IPEndPoint(options.Address, options.AdminPort), loggers, cancellationToken);
            await using var server = await McpHttpHost.StartAsync(
                options.Port,
                ServerPrimitives.Product,
                new McpHttpOptions
                {
                    Address = options.Address,
                    Callers = new TeamGuard(callers),
                    AllowedHosts = options.AllowedHosts,
                    AllowedOrigins = options.AllowedOrigins,
                    MaxSessionsPerCaller = options.MaxSessionsPerCaller,
                    MaxSessions = options.MaxCallers * options.MaxSessionsPerCaller,
                    ConfigureServer = filter.AddTo,
                },
                services => services.AddSingleton(time).AddSingleton(loggers),
                configureApplication: null,
                cancellationToken);
            LogListening(server.Endpoint.Port, api.Namespace, string.Join(", ", options.AllowedHosts));
            Listening?.Invoke(server.Endpoint);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (IOException exception)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.PortInUse,
                Category = FailureCategory.Environment,
                Message = $"The server cannot listen on port {options.Port} or {options.AdminPort}: {exception.Message.TrimEnd('.')}.",
                Hint = "End the program that uses the port, or choose another one.",
                Retryable = true,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogEnded();
        }

        return default(Done);
    }

    private static AdminPages Pages(CallerTable callers) => new()
    {
        Unready = () => null,
        WriteMetrics = text => text.Gauge("agentsandbox_mcp_callers", "Callers whose token and caches are held.", callers.Count),
    };

    [LoggerMessage(EventId = 4521, Level = LogLevel.Information, Message = "MCP over HTTP on port {Port} for the namespace {Namespace}, under the names {Hosts}.")]
    private partial void LogListening(int port, string @namespace, string hosts);

    [LoggerMessage(EventId = 4522, Level = LogLevel.Information, Message = "The server ends, because it was asked to.")]
    private partial void LogEnded();
}
