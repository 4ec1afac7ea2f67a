using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.FunctionalTests.Plans.Loading;

/// <summary>A real HTTP service that counts who asked, and treats requests with a key as a fork would.</summary>
internal sealed class LoadedService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();

    private LoadedService(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>One entry per request: its key or nothing, and whether it had any trace.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public long Keyed => _requests.Count(request => request.StartsWith("run-key", StringComparison.Ordinal));

    /// <summary>Starts it with what a request with a key gets; others get 200 after some milliseconds.</summary>
    public static async Task<LoadedService> StartAsync(Func<HttpContext, Task> fork)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var service = new LoadedService(builder.Build());
        service._app.Run(context =>
        {
            var key = context.Request.Headers["x-sandbox-key"].ToString();
            service._requests.Enqueue($"{key}{(context.Request.Headers.ContainsKey("traceparent") ? " traced" : string.Empty)}");
            return key.Length > 0 ? fork(context) : AnswerAfterAsync(context, 10);
        });
        await service._app.StartAsync();
        return service;
    }

    /// <summary>Answers after a time that is the service's work.</summary>
    public static async Task AnswerAfterAsync(HttpContext context, int milliseconds)
    {
        await Task.Delay(milliseconds, context.RequestAborted);
        await context.Response.WriteAsync("ok");
    }

    /// <summary>Never ends, with a pause: writes to a connection that is gone return at once, and would take every thread.</summary>
    public static async Task StreamForEverAsync(HttpContext context)
    {
        var part = new byte[16 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
            await Task.Delay(1, context.RequestAborted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
