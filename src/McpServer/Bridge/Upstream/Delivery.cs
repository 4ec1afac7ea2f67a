using System.Net;
using System.Net.Sockets;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace AgentSandbox.McpServer.Bridge.Upstream;

/// <summary>What an exception of a forwarded request says about whether the host has executed it.</summary>
internal static class Delivery
{
    /// <summary>The host did not take the request: nobody listened, or it refused the token or the session.</summary>
    public static bool IsSurelyNotExecuted(Exception exception) => exception is not HostLostException && Chain(exception).Any(e => e switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.TimedOut } => true,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => true,
        HttpRequestException { StatusCode: { } status } => IsRefusal(status),
        ClientTransportClosedException { Details: HttpClientCompletionDetails { HttpStatusCode: { } status } } => IsRefusal(status),
        _ => false,
    });

    /// <summary>The connection broke, as opposed to an error that the host answered.</summary>
    public static bool IsLost(Exception exception) =>
        exception is not (McpProtocolException or HostLostException) && (exception is McpException or TimeoutException
            || Chain(exception).Any(e => e is HttpRequestException or IOException or SocketException or ObjectDisposedException));

    private static bool IsRefusal(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.ServiceUnavailable;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            yield return e;
            if (e is ClientTransportClosedException { Details.Exception: { } cause } && cause != e.InnerException)
            {
                yield return cause;
            }
        }
    }
}
