using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentSandbox.Router.Listeners;

/// <summary>The server's side of one service: hands each request to the pipeline.</summary>
internal sealed class ServiceApplication(string service, RequestPipeline pipeline, ListenerTraffic traffic) : IHttpApplication<HttpContext>
{
    public ListenerTraffic Traffic => traffic;

    public HttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        traffic.RequestArrived();
        return new DefaultHttpContext(contextFeatures);
    }

    public Task ProcessRequestAsync(HttpContext context)
    {
        // A gRPC stream may go on for days; its messages have limits of their own at the service.
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (traffic.Mode == ConnectionMode.EndedAfterAnswer)
        {
            EndConnection(context);
        }

        return pipeline.HandleAsync(context, service);
    }

    /// <summary>Closing an idle connection could meet a request on its way; what an answer announces cannot.</summary>
    private static void EndConnection(HttpContext context)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            return;
        }

        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            if (response.StatusCode != StatusCodes.Status101SwitchingProtocols)
            {
                response.Headers.Connection = "close";
            }

            return Task.CompletedTask;
        }, context.Response);
    }

    public void DisposeContext(HttpContext context, Exception? exception) => traffic.RequestEnded();
}
