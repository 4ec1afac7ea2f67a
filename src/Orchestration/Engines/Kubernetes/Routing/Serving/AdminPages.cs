using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;

/// <summary>What the kubelet and Prometheus ask a program: <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, <c>/drain</c>.</summary>
internal sealed class AdminPages
{
    /// <summary>Why the program must be restarted; null when it works.</summary>
    public Func<string?> Unhealthy { get; init; } = () => null;

    /// <summary>Why it cannot serve now; null when it can.</summary>
    public required Func<string?> Unready { get; init; }

    public required Action<MetricsText> WriteMetrics { get; init; }

    /// <summary>Stops being ready and returns when the program may end, or why it does not; null where nothing has to be waited for.</summary>
    public Func<CancellationToken, Task<string?>>? DrainAsync { get; init; }

    /// <summary>Further pages that answer with JSON, by path.</summary>
    public IReadOnlyDictionary<string, Func<string>> Pages { get; init; } = new Dictionary<string, Func<string>>();

    public Task<SmallServer> ServeAsync(IPEndPoint endpoint, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        SmallServer.StartAsync(new SmallServerOptions { Endpoint = endpoint, MaxConnections = 64, MaxBodyBytes = 1024 }, HandleAsync, loggers, cancellationToken);

    private Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        // Kubelets of Kubernetes 1.20 put a slash before the path of a hook that has one already, and take every answer for success.
        return $"/{context.Request.Path.Value?.TrimStart('/')}" switch
        {
            "/healthz" => AnswerAsync(context, Unhealthy()),
            "/readyz" => AnswerAsync(context, Unready()),
            "/metrics" => MetricsAsync(context),
            "/drain" when DrainAsync is not null => DrainAndAnswerAsync(context, DrainAsync),
            var path when Pages.TryGetValue(path, out var page) => PageAsync(context, page()),
            _ => NotFoundAsync(context),
        };
    }

    private static Task AnswerAsync(HttpContext context, string? problem)
    {
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(problem is null ? "ok\n" : problem + "\n", context.RequestAborted);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task DrainAndAnswerAsync(HttpContext context, Func<CancellationToken, Task<string?>> drainAsync) =>
        await AnswerAsync(context, await drainAsync(context.RequestAborted));

    private static Task PageAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    private Task MetricsAsync(HttpContext context)
    {
        var text = new MetricsText();
        WriteMetrics(text);
        context.Response.ContentType = MetricsText.ContentType;
        return context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
