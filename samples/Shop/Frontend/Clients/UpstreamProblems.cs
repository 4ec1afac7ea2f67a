using Microsoft.AspNetCore.Diagnostics;

namespace Shop.Frontend.Clients;

/// <summary>Tells the caller what a service further down said, and which one it was.</summary>
public sealed class UpstreamProblems(IProblemDetailsService problems, ILogger<UpstreamProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not UpstreamException upstream)
        {
            return false;
        }

        log.LogWarning("{Method} {Path}: {Service} said {Status}: {Detail}",
            httpContext.Request.Method, httpContext.Request.Path, upstream.Service, upstream.Problem.Status, upstream.Message);

        // The innermost name stays: that is where somebody has to look.
        upstream.Problem.Extensions.TryAdd("service", upstream.Service);
        httpContext.Response.StatusCode = upstream.Problem.Status ?? StatusCodes.Status502BadGateway;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = upstream.Problem });
    }
}
