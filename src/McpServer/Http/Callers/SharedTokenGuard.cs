using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.McpServer.Http.Callers;

/// <summary>One token for all: whoever has it is the user of this machine. Without a token nobody is asked.</summary>
internal sealed class SharedTokenGuard(string? token) : ICallerGuard
{
    private static readonly HttpCaller s_anyone = new("", new ClaimsPrincipal(new ClaimsIdentity()), null);
    private readonly byte[]? _hash = token is null ? null : BearerToken.Hash(token);

    public ValueTask<(HttpCaller? Caller, HttpRefusal? Refusal)> CheckAsync(HttpContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<(HttpCaller?, HttpRefusal?)>(Refusal(context) is { } refusal ? (null, refusal) : (s_anyone, null));

    private HttpRefusal? Refusal(HttpContext context) => (_hash, BearerToken.Of(context.Request)) switch
    {
        (null, _) => null,
        (_, null) => BearerToken.Missing(context),
        var (expected, given) => CryptographicOperations.FixedTimeEquals(BearerToken.Hash(given), expected) ? null : BearerToken.Wrong(context, "the token is not the one of this server."),
    };
}
