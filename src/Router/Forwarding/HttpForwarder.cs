using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AgentSandbox.Router.Carriers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Forwards with <see cref="SocketsHttpHandler"/>: HTTP/1.1 and HTTP/2, streaming both ways.</summary>
internal sealed class HttpForwarder : IRequestForwarder
{
    private readonly RouterOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly HttpMessageInvoker _invoker;

    public HttpForwarder(RouterOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
        _invoker = new HttpMessageInvoker(CreateHandler(options), disposeHandler: true);
    }

    /// <summary>
    /// 1. Make the upstream request. 2. Send it; the body streams meanwhile. 3. Check and copy the response's head.
    /// 4. Stream the response, or join the two connections after an upgrade. 5. End what is left of the upload.
    /// </summary>
    public async Task<ForwardResult> ForwardAsync(HttpContext context, ForwardTarget target)
    {
        var upgrade = IsUpgrade(context);
        var hasBody = !upgrade && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        using var timer = new IdleTimer(hasBody ? _options.StreamIdleTimeout : _options.ResponseTimeout, _timeProvider, context.RequestAborted);
        var body = hasBody ? new RequestBody(context.Request, timer, _options.ResponseTimeout, target.Exchange?.Request) : null;
        try
        {
            using var request = RequestHead.Create(context, target, body, upgrade);
            using var response = await _invoker.SendAsync(request, timer.Token);
            return await RespondAsync(context, target, response, timer, upgrade);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            return ForwardFailure.BeforeResponse(exception, body?.ClientFault, timer, context.RequestAborted);
        }
        catch (Exception exception)
        {
            var result = ForwardFailure.AfterResponse(exception, timer, context.RequestAborted);
            Abort(context);
            return result;
        }
        finally
        {
            if (body is not null)
            {
                await body.StopAsync();
            }
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<ForwardResult> RespondAsync(
        HttpContext context, ForwardTarget target, HttpResponseMessage response, IdleTimer timer, bool upgrade)
    {
        if (ResponseHead.FindFramingProblem(response) is { } problem)
        {
            return new ForwardResult(RouterErrorCodes.UpstreamFailed, problem);
        }

        if (response.StatusCode == HttpStatusCode.SwitchingProtocols && !upgrade)
        {
            return new ForwardResult(RouterErrorCodes.UpstreamFailed, "it switched protocols without being asked.");
        }

        timer.Restart(_options.StreamIdleTimeout);
        ResponseHead.Copy(response, context, target.RouteLabel);
        target.ResponseStarted((int)response.StatusCode);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            return await JoinAsync(context, response, timer);
        }

        await ResponseBody.CopyAsync(response, context, timer, target.Exchange?.Response);
        return ForwardResult.Done;
    }

    private static async Task<ForwardResult> JoinAsync(HttpContext context, HttpResponseMessage response, IdleTimer timer)
    {
        if (response.Headers.NonValidated.TryGetValues("Upgrade", out var protocol))
        {
            context.Response.Headers.Upgrade = ResponseHead.ToStringValues(protocol);
        }

        context.Response.Headers.Connection = "Upgrade";
        var feature = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        await using var upstream = await response.Content.ReadAsStreamAsync(timer.Token);
        await using var client = await feature.UpgradeAsync();

        // The handler's stream has no half-close: a client that has ended gets what is on its way for a moment longer.
        await UpgradedConnection.CopyBothWaysAsync(client, upstream, () => { }, () => timer.Restart(TimeSpan.Zero), timer, halfOpenLimited: true);
        return ForwardResult.Done;
    }

    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        && context.Request.Headers.Upgrade.Count == 1
        && !context.Request.Headers.Upgrade.ToString().Contains("h2c", StringComparison.OrdinalIgnoreCase);

    private static void Abort(HttpContext context)
    {
        // HTTP/2 ends one stream; HTTP/1.1 can only tell the client that a response is cut by closing the connection.
        if (context.Features.Get<IHttpResetFeature>() is { } reset)
        {
            const int InternalError = 2;
            reset.Reset(InternalError);
        }
        else
        {
            context.Abort();
        }
    }

    private static SocketsHttpHandler CreateHandler(RouterOptions options) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        MaxResponseDrainSize = 0,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionIdleTimeout = options.UpstreamIdleTimeout,
        MaxConnectionsPerServer = options.MaxUpstreamConnections,
        MaxResponseHeadersLength = options.MaxResponseHeadKilobytes,

        // Bytes in header values pass unchanged, whatever their encoding is.
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    };
}
