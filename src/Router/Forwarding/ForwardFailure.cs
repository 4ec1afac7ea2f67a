using System.IO;
using System.Net.Sockets;
using AgentSandbox.Router.Problems;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Says what an exception while forwarding means.</summary>
internal static class ForwardFailure
{
    public static ForwardResult BeforeResponse(Exception exception, Exception? clientFault, IdleTimer timer, CancellationToken client)
    {
        if (clientFault is BadHttpRequestException bad)
        {
            return new ForwardResult(RouterErrorCodes.RequestRefused, RouteProblems.Quote(bad.Message, 200), bad.StatusCode);
        }

        if (client.IsCancellationRequested || clientFault is not null)
        {
            return new ForwardResult(RouterErrorCodes.ClientAborted, "the client has closed its connection.");
        }

        if (timer.Expired)
        {
            return new ForwardResult(RouterErrorCodes.UpstreamTimeout, $"no response within {timer.Limit.TotalSeconds:0.###} s.");
        }

        return exception switch
        {
            OperationCanceledException => new ForwardResult(RouterErrorCodes.UpstreamTimeout, "no connection within the limit.") { Unsent = true },
            HttpRequestException request => FromHandler(request),
            _ => new ForwardResult(RouterErrorCodes.UpstreamFailed, Describe(exception)),
        };
    }

    public static ForwardResult AfterResponse(Exception exception, IdleTimer timer, CancellationToken client) =>
        client.IsCancellationRequested
            ? new ForwardResult(RouterErrorCodes.ClientAborted, "the client has closed its connection.")
            : new ForwardResult(
                RouterErrorCodes.ResponseAborted,
                timer.Expired ? $"nothing moved for {timer.Limit.TotalSeconds:0.###} s." : Describe(exception));

    private static ForwardResult FromHandler(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            => new ForwardResult(RouterErrorCodes.UpstreamUnreachable, Describe(exception)) { Unsent = true },
        _ => new ForwardResult(RouterErrorCodes.UpstreamFailed, Describe(exception)),
    };

    /// <summary>The observed fact without addresses of the inside or text that came from the upstream.</summary>
    private static string Describe(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => "the connection was refused; nothing listens at its address.",
                    SocketError.ConnectionReset or SocketError.Shutdown => "the connection was reset before an answer.",
                    _ => $"the connection failed ({socket.SocketErrorCode}).",
                };
            }
        }

        return exception is HttpRequestException request
            ? $"the request failed ({request.HttpRequestError})."
            : $"the exchange failed ({exception.GetType().Name}).";
    }
}
