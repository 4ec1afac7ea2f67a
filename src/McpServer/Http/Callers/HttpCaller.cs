using System.Security.Claims;

namespace AgentSandbox.McpServer.Http.Callers;

/// <summary>Who sent a request, as it was found out before anything else of it was read.</summary>
/// <param name="Key">Tells callers apart; a session belongs to the one who began it.</param>
/// <param name="User">What handlers see of them.</param>
/// <param name="Usage">Disposed of when the request has been answered; null when nothing has to be held for it.</param>
internal sealed record HttpCaller(string Key, ClaimsPrincipal User, IDisposable? Usage);
