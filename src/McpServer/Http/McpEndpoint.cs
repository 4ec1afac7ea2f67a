using System.Security.Cryptography;
using AgentSandbox.McpServer.Http.Callers;
using AgentSandbox.McpServer.Http.Events;
using AgentSandbox.McpServer.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Http;

/// <summary>
/// The Streamable HTTP endpoint, on the SDK's transport. Clients that initialize get a session; requests of the
/// protocol without sessions (since 2026-07-28) get a server of their own, on the same address.
/// </summary>
internal sealed class McpEndpoint : IAsyncDisposable
{
    public const string SessionHeader = "Mcp-Session-Id";

    private readonly ServerPrimitives _primitives;
    private readonly McpHttpOptions _options;
    private readonly IServiceProvider _services;
    private readonly ILoggerFactory _loggerFactory;
    private readonly TimeProvider _timeProvider;
    private readonly RequestGuard _guard;
    private readonly ICallerGuard _callers;
    private readonly ModernRequestCheck _modernCheck;
    private readonly CancellationTokenSource _stopping = new();

    public McpEndpoint(ServerPrimitives primitives, McpHttpOptions options, IServiceProvider services, ILoggerFactory loggerFactory, TimeProvider timeProvider)
    {
        _primitives = primitives;
        _options = options;
        _services = services;
        _loggerFactory = loggerFactory;
        _timeProvider = timeProvider;
        _guard = new RequestGuard(options);
        _callers = options.Callers ?? new SharedTokenGuard(options.Token);
        _modernCheck = new ModernRequestCheck(primitives);
        Sessions = new SessionTable(options, timeProvider);
    }

    public SessionTable Sessions { get; }

    public async Task HandleAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            await AnswerAsync(context, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or the server stops: nobody reads an answer.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await HttpRefusal.Transport(e.StatusCode, "Bad request: the body cannot be read.").WriteAsync(context);
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The same, seen by the response stream first.
        }
    }

    /// <summary>Ends every open stream and session.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Sessions.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        HttpCaller? caller = null;
        var refusal = _guard.CheckAddress(context.Request);
        if (refusal is null)
        {
            (caller, refusal) = await _callers.CheckAsync(context, cancellationToken);
        }

        using var usage = caller?.Usage;
        refusal ??= RequestGuard.CheckMediaTypes(context.Request);
        if (caller is null || refusal is not null)
        {
            await (refusal ?? HttpRefusal.Transport(StatusCodes.Status401Unauthorized, "Unauthorized.")).WriteAsync(context);
            return;
        }

        context.User = caller.User;
        await (context.Request.Method switch
        {
            "POST" => PostAsync(context, caller.Key, cancellationToken),
            "GET" => GetAsync(context, caller, cancellationToken),
            _ => DeleteAsync(context, caller.Key),
        });
    }

    private async Task PostAsync(HttpContext context, string caller, CancellationToken cancellationToken)
    {
        var (posted, refusal, id) = await PostedMessage.ReadAsync(context.Request, _options.MaxBodyBytes, cancellationToken);
        if (posted is null)
        {
            await (refusal ?? HttpRefusal.Transport(StatusCodes.Status400BadRequest, "Invalid request.")).WriteAsync(context, id);
            return;
        }

        var version = context.Request.Headers[ModernRequestCheck.VersionHeader].ToString();
        posted.Message.Context = new JsonRpcMessageContext { ProtocolVersion = version.Length > 0 ? version : null, User = context.User };
        if (ModernRequestCheck.IsModern(context.Request.Headers, posted))
        {
            await PostModernAsync(context, posted, cancellationToken);
        }
        else
        {
            await PostToSessionAsync(context, caller, posted, cancellationToken);
        }
    }

    private async Task PostModernAsync(HttpContext context, PostedMessage posted, CancellationToken cancellationToken)
    {
        if (_modernCheck.Check(context.Request.Headers, posted) is { } refusal)
        {
            await refusal.WriteAsync(context, posted.Id);
            return;
        }

        await using var transport = new StreamableHttpServerTransport(_loggerFactory) { Stateless = true, FlowExecutionContextFromRequests = true };
        await using var server = SdkServer.Create(transport, ServerOptions(), _loggerFactory, _services);
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = server.RunAsync(closed.Token);
        try
        {
            SseResponse.Prepare(context);
            var answered = await transport.HandlePostRequestAsync(
                posted.Message, context.Response.Body, first => SetStatusAsync(context, first), cancellationToken);
            if (!answered)
            {
                SseResponse.Accepted(context);
            }
        }
        finally
        {
            await closed.CancelAsync();
            await Task.WhenAny(run);
        }
    }

    /// <summary>The first message of an answer decides the status line: some protocol errors have one of their own.</summary>
    private static ValueTask SetStatusAsync(HttpContext context, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error.Code: var code })
        {
            context.Response.StatusCode = (McpErrorCode)code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.HeaderMismatch or McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion
                    => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status200OK,
            };
        }

        return ValueTask.CompletedTask;
    }

    private async Task PostToSessionAsync(HttpContext context, string caller, PostedMessage posted, CancellationToken cancellationToken)
    {
        var id = context.Request.Headers[SessionHeader].ToString();
        var isNew = id.Length == 0 && posted.Method == RequestMethods.Initialize;
        var session = isNew ? await CreateSessionAsync(caller) : Find(id, caller);
        if (session is null)
        {
            await (isNew ? TooManySessions(context) : NoSession(id)).WriteAsync(context, posted.Id);
            return;
        }

        using var usage = session.Use();
        SseResponse.Prepare(context);
        context.Response.Headers[SessionHeader] = session.Id;
        if (!await session.Transport.HandlePostRequestAsync(posted.Message, context.Response.Body, cancellationToken))
        {
            SseResponse.Accepted(context);
        }

        if (isNew && !session.IsInitialized)
        {
            await Sessions.RemoveAsync(session.Id);
        }
    }

    private async Task GetAsync(HttpContext context, HttpCaller caller, CancellationToken cancellationToken)
    {
        var id = context.Request.Headers[SessionHeader].ToString();
        if (await RefuseModernAsync(context))
        {
            return;
        }

        if (Find(id, caller.Key) is not { } session)
        {
            await NoSession(id).WriteAsync(context);
            return;
        }

        caller.Usage?.Dispose(); // an open stream asks for nothing, and may stay for days
        using var usage = session.Use();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Closed);
        var lastEventId = context.Request.Headers["Last-Event-ID"].ToString();
        var reader = lastEventId.Length > 0 && session.Transport.EventStreamStore is { } store
            ? await store.GetStreamReaderAsync(lastEventId, ended.Token)
            : null;
        if (lastEventId.Length > 0 && reader is null)
        {
            await HttpRefusal.Transport(StatusCodes.Status400BadRequest, "Bad request: the events after this Last-Event-ID are gone.").WriteAsync(context);
            return;
        }

        SseResponse.Prepare(context);
        context.Response.Headers[SessionHeader] = session.Id;
        await context.Response.Body.FlushAsync(ended.Token);
        try
        {
            await (reader is null
                ? session.Transport.HandleGetRequestAsync(context.Response.Body, ended.Token)
                : SseResponse.WriteAsync(context, reader.ReadEventsAsync(ended.Token), ended.Token));
        }
        catch (OperationCanceledException) when (session.Closed.IsCancellationRequested)
        {
            // The session was deleted or swept while this stream was open; the stream just ends.
        }
    }

    private async Task DeleteAsync(HttpContext context, string caller)
    {
        var id = context.Request.Headers[SessionHeader].ToString();
        if (await RefuseModernAsync(context))
        {
            return;
        }

        if (id.Length == 0 || Find(id, caller) is null || !await Sessions.RemoveAsync(id))
        {
            await NoSession(id).WriteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<bool> RefuseModernAsync(HttpContext context)
    {
        if (context.Request.Headers[ModernRequestCheck.VersionHeader] != ModernRequestCheck.ModernVersion)
        {
            return false;
        }

        context.Response.Headers.Allow = "POST";
        await HttpRefusal.Transport(StatusCodes.Status405MethodNotAllowed, "Method not allowed: this protocol version has no sessions.").WriteAsync(context);
        return true;
    }

    private async Task<McpHttpSession?> CreateSessionAsync(string caller)
    {
        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        var transport = new StreamableHttpServerTransport(_loggerFactory)
        {
            SessionId = id,
            FlowExecutionContextFromRequests = true,
            EventStreamStore = new EventStore(id),
        };
        var server = SdkServer.Create(transport, ServerOptions(), _loggerFactory, _services);
        var session = new McpHttpSession(id, caller, transport, server, _timeProvider);
        if (await Sessions.TryAddAsync(session))
        {
            return session;
        }

        await session.DisposeAsync();
        return null;
    }

    /// <summary>A session of the caller's own; somebody else's is as unknown as none.</summary>
    private McpHttpSession? Find(string id, string caller) => Sessions.TryGet(id, out var session) && session.Caller == caller ? session : null;

    private McpServerOptions ServerOptions()
    {
        var options = ServerComposition.Create(_primitives);
        _options.ConfigureServer(options);
        return options;
    }

    private static HttpRefusal NoSession(string id) => id.Length > 0
        ? HttpRefusal.UnknownSession()
        : HttpRefusal.Transport(StatusCodes.Status400BadRequest, $"Bad request: {SessionHeader} is missing. Send initialize first.");

    private HttpRefusal TooManySessions(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "10";
        return HttpRefusal.Transport(StatusCodes.Status503ServiceUnavailable, $"All {_options.MaxSessions} sessions are in use. End one, or try again later.");
    }
}
