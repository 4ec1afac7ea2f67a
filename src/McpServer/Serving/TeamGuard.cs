using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Http.Callers;
using AgentSandbox.Orchestration.Failures;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.McpServer.Serving;

/// <summary>Lets in whom the cluster knows, and takes nobody's word but the cluster's.</summary>
internal sealed class TeamGuard(CallerTable callers) : ICallerGuard
{
    public async ValueTask<(HttpCaller? Caller, HttpRefusal? Refusal)> CheckAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (BearerToken.Of(context.Request) is not { } token)
        {
            return (null, BearerToken.Missing(context));
        }

        var admitted = await callers.AdmitAsync(token, cancellationToken);
        return admitted switch
        {
            { IsSuccess: true, Value: var (caller, usage) } => (new HttpCaller(caller.Key, caller.User, usage), null),
            { Failure.Code: FailureCodes.CredentialsRefused } => (null, BearerToken.Wrong(context, "the cluster does not know this token. Send one of a user or service account of the cluster.")),
            _ => (null, Unavailable(context, admitted.Failure!)), // no success
        };
    }

    private static HttpRefusal Unavailable(HttpContext context, SandboxFailure failure)
    {
        context.Response.Headers.RetryAfter = "5";
        return HttpRefusal.Transport(StatusCodes.Status503ServiceUnavailable, $"Service unavailable: {failure.Code}: {failure.Message}");
    }
}
