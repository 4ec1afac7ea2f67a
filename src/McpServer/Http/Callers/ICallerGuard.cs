using Microsoft.AspNetCore.Http;

namespace AgentSandbox.McpServer.Http.Callers;

/// <summary>Decides who sent a request, by its bearer token.</summary>
internal interface ICallerGuard
{
    /// <summary>The caller, or the refusal; one of them. A refusal has set its headers.</summary>
    ValueTask<(HttpCaller? Caller, HttpRefusal? Refusal)> CheckAsync(HttpContext context, CancellationToken cancellationToken);
}
