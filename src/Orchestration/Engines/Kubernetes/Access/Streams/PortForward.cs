using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;

/// <summary>Opens a WebSocket to a port of a pod.</summary>
/// <remarks>
/// The upgrade is a call like any other and not the framework's WebSocket client, because that one drops the body of a
/// refusal, and with it the name of the missing right.
/// </remarks>
internal static class PortForward
{
    private const string Protocol = "v4.channel.k8s.io";
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(30);

    public static async Task<Result<Stream>> OpenAsync(ApiCaller caller, ApiRequest request, int port, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var opened = await caller.OpenUpgradeAsync(() => Upgrade(caller, request, key), request, cancellationToken);
        if (!opened.IsSuccess)
        {
            return opened.Failure;
        }

        var answer = opened.Value;
        if (answer.StatusCode != HttpStatusCode.SwitchingProtocols || !IsAccepted(answer, key))
        {
            answer.Dispose();
            return caller.Unreachable.Create($"The cluster answered {(int)answer.StatusCode} to {request} where it should have opened a WebSocket", "Check that no proxy on the way refuses WebSockets.");
        }

        var socket = WebSocket.CreateFromStream(
            await answer.Content.ReadAsStreamAsync(cancellationToken),
            new WebSocketCreationOptions { IsServer = false, SubProtocol = Protocol, KeepAliveInterval = s_keepAlive });
        return new PortStream(socket, answer, request, port);
    }

    private static HttpRequestMessage Upgrade(ApiCaller caller, ApiRequest request, string key)
    {
        var message = caller.Message(request);
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.Connection.Add("Upgrade");
        message.Headers.Upgrade.ParseAdd("websocket");
        message.Headers.Add("Sec-WebSocket-Version", "13");
        message.Headers.Add("Sec-WebSocket-Key", key);
        message.Headers.Add("Sec-WebSocket-Protocol", Protocol);
        return message;
    }

    private static bool IsAccepted(HttpResponseMessage answer, string key)
    {
        var expected = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));
        return answer.Headers.TryGetValues("Sec-WebSocket-Accept", out var values) && values.SequenceEqual([expected])
            && answer.Headers.TryGetValues("Sec-WebSocket-Protocol", out var protocols) && protocols.SequenceEqual([Protocol]);
    }
}
