using System.Net.WebSockets;
using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;
using AgentSandbox.Orchestration.Failures;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.FunctionalTests.Kubernetes.Access;

public sealed class PortForwardTests
{
    private static readonly byte[] s_port = [0x58, 0x1b];

    [Fact]
    public async Task Channels_AreUnpacked_HoweverTheyAreCut()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => ForwardAsync(context, async socket =>
        {
            await SendAsync(socket, [0, s_port[0]]);
            await SendAsync(socket, [0, s_port[1], .. "he"u8]);
            await SendAsync(socket, [1, .. s_port]);
            await socket.SendAsync(new byte[] { 0, (byte)'l' }, WebSocketMessageType.Binary, endOfMessage: false, CancellationToken.None);
            await socket.SendAsync("lo"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            await SendAsync(socket, [0]);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }));
        using var api = played.Open();
        await using var stream = (await api.OpenPortAsync("shop", "orders", 7000, CancellationToken.None)).Value!; // it opens

        using var reader = new StreamReader(stream);

        (await reader.ReadToEndAsync()).Should().Be("hello");
        played.Calls.Should().Equal("GET /api/v1/namespaces/shop/pods/orders/portforward?ports=7000");
    }

    [Fact]
    public async Task WhatIsWritten_ComesInFramesOfTheDataChannel()
    {
        var sent = new byte[100_000];
        Random.Shared.NextBytes(sent);
        using var received = new MemoryStream();
        var channels = new HashSet<byte>();
        await using var played = await PlayedApi.StartAsync((context, _) => ForwardAsync(context, async socket =>
        {
            var buffer = new byte[64 * 1024];
            while (received.Length < sent.Length)
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                got.EndOfMessage.Should().BeTrue();
                channels.Add(buffer[0]);
                received.Write(buffer, 1, got.Count - 1);
            }

            await SendAsync(socket, [0, .. s_port, .. "done"u8]);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }));
        using var api = played.Open();
        await using var stream = (await api.OpenPortAsync("shop", "orders", 7000, CancellationToken.None)).Value!; // it opens

        await stream.WriteAsync(sent);

        (await new StreamReader(stream).ReadToEndAsync()).Should().Be("done");
        received.ToArray().Should().Equal(sent);
        channels.Should().Equal((byte)0);
    }

    [Fact]
    public async Task ErrorChannel_IsAFailure_AfterTheData()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => ForwardAsync(context, async socket =>
        {
            await SendAsync(socket, [0, .. s_port, (byte)'x']);
            await SendAsync(socket, [1, .. s_port, .. "error forwarding port 7000: dial tcp4 127.0.0.1:7000: connect: connection refused"u8]);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }));
        using var api = played.Open();
        await using var stream = (await api.OpenPortAsync("shop", "orders", 7000, CancellationToken.None)).Value!; // it opens
        var buffer = new byte[10];
        (await stream.ReadAtLeastAsync(buffer, 1)).Should().Be(1);

        var read = async () => await stream.ReadExactlyAsync(buffer);

        (await read.Should().ThrowAsync<PortForwardException>()).Which.Failure.Message
            .Should().Be("Nothing listens on port 7000 of the pod \"orders\" in namespace \"shop\".");
    }

    [Fact]
    public async Task LostConnection_IsAnIOException()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => ForwardAsync(context, async socket =>
        {
            await SendAsync(socket, [0, .. s_port]);
            await socket.ReceiveAsync(new byte[10].AsMemory(), CancellationToken.None); // The client has an open connection now.
            context.Abort();
        }));
        using var api = played.Open();
        await using var stream = (await api.OpenPortAsync("shop", "orders", 7000, CancellationToken.None)).Value!; // it opens

        await stream.WriteAsync("x"u8.ToArray());

        await ((Func<Task>)(async () => await stream.ReadExactlyAsync(new byte[1]))).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task RefusedUpgrade_HasTheServersWords()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => PlayedApi.StatusAsync(
            context, 403, "Forbidden", "pods \\\"orders\\\" is forbidden: User \\\"jane\\\" cannot create resource \\\"pods/portforward\\\" in API group \\\"\\\" in the namespace \\\"shop\\\""));
        using var api = played.Open();

        var failure = (await api.OpenPortAsync("shop", "orders", 7000, CancellationToken.None)).Failure!; // it fails

        failure.Message.Should().Be("The user \"jane\" may not create pods/portforward in namespace \"shop\".");
        failure.Hint.Should().Contain("kubectl auth can-i create pods --subresource=portforward -n shop");
    }

    [Fact]
    public async Task AnswerWithoutUpgrade_IsAFailure()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => context.Response.WriteAsync("hello"));
        using var api = played.Open();

        (await api.OpenPortAsync("shop", "orders", 7000, CancellationToken.None)).Failure!.Code.Should().Be(FailureCodes.ClusterUnreachable); // it fails
    }

    private static async Task ForwardAsync(HttpContext context, Func<WebSocket, Task> play)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("v4.channel.k8s.io");
        await play(socket);
    }

    private static Task SendAsync(WebSocket socket, byte[] message) =>
        socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
}
