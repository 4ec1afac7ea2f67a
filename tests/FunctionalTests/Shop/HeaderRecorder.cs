using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.FunctionalTests.Shop;

/// <summary>Stands in front of one service, notes the headers that arrive, and passes everything on unchanged.</summary>
internal sealed class HeaderRecorder : IAsyncDisposable
{
    private readonly ConcurrentQueue<RecordedRequest> _requests;
    private readonly string _service;
    private readonly WebApplication _app;

    // Must not add a trace or baggage of its own, or the test would prove nothing about the service.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false });

    private HeaderRecorder(string service, ConcurrentQueue<RecordedRequest> requests)
    {
        (_service, _requests) = (service, requests);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Where the service itself listens, once that is known.</summary>
    public Uri? Target { get; set; }

    public static async Task<HeaderRecorder> StartAsync(string service, ConcurrentQueue<RecordedRequest> requests)
    {
        var recorder = new HeaderRecorder(service, requests);
        await recorder._app.StartAsync();
        return recorder;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var path = context.Request.Path + context.Request.QueryString;
        _requests.Enqueue(new RecordedRequest(_service, path, context.Request.Headers["baggage"], context.Request.Headers.TraceParent));

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Target!, path)); // Set before the first request.
        if (context.Request.Method is "POST" or "PUT")
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, value) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Connection" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
            }
        }

        using var response = await _client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
