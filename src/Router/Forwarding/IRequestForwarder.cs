using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Carries one request to its upstream and the response back. The table, the decision and the hops do not depend on how.</summary>
internal interface IRequestForwarder : IDisposable
{
    /// <summary>Forwards; failures are results, not exceptions.</summary>
    Task<ForwardResult> ForwardAsync(HttpContext context, ForwardTarget target);
}
