using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;

/// <summary>Kestrel with one handler, bounded connections, bodies and times; for what programs in the cluster ask each other.</summary>
internal sealed partial class SmallServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TimeSpan _stopLimit;
    private int _disposed;

    private SmallServer(WebApplication application, IPEndPoint endpoint, TimeSpan stopLimit)
    {
        _application = application;
        _stopLimit = stopLimit;
        Endpoint = endpoint;
    }

    /// <summary>Where it listens, with the port that was given out when 0 was asked for.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SmallServer> StartAsync(SmallServerOptions options, RequestDelegate handler, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
            kestrel.Listen(options.Endpoint);
        });
        builder.Services.AddSingleton(loggers);
        var application = builder.Build();
        var logger = loggers.CreateLogger<SmallServer>();
        application.Run(context => HandleAsync(context, handler, logger));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        var address = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new SmallServer(application, new IPEndPoint(options.Endpoint.Address, BindingAddress.Parse(address).Port), options.StopLimit);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        using (var limit = new CancellationTokenSource(_stopLimit))
        {
            await _application.StopAsync(limit.Token);
        }

        await _application.DisposeAsync();
    }

    private static async Task HandleAsync(HttpContext context, RequestDelegate handler, ILogger logger)
    {
        try
        {
            await handler(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (Exception exception)
        {
            LogFailed(logger, context.Request.Path, exception);
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }

    [LoggerMessage(EventId = RoutingEvents.ServerFailed, Level = LogLevel.Error, Message = "A request to {Path} failed.")]
    private static partial void LogFailed(ILogger logger, string path, Exception exception);
}
