using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentSandbox.Router.Listeners;

/// <summary>The server's side of one service: hands each request to the pipeline.</summary>
internal sealed class ServiceApplication(string service, RequestPipeline pipeline) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        // A gRPC stream may go on for days; its messages have limits of their own at the service.
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        return pipeline.HandleAsync(context, service);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
