using System.Net;
using System.Net.WebSockets;
using System.Text;
using AgentSandbox.Router.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class StreamingTests
{
    [Fact]
    public async Task ServerSentEvents_ArriveOneByOne()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            for (var i = 0; i < 3; i++)
            {
                await next.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
            }
        });
        await using var router = await RouteAsync(upstream);

        // The head arrives before the first event, and each event before the next one is sent.
        using var response = await router.GetAsync("orders", "pr-1");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 3; i++)
        {
            next.Release();
            (await reader.ReadLineAsync(TestTimeouts.Token())).Should().Be($"data: {i}");
            await reader.ReadLineAsync(TestTimeouts.Token());
        }

        (await reader.ReadToEndAsync(TestTimeouts.Token())).Should().BeEmpty();
    }

    [Theory]
    [InlineData("pr-1", HttpStatusCode.SwitchingProtocols)]
    [InlineData("gone", HttpStatusCode.Gone)]
    public async Task WebSocket_PassesBothWaysOrIsRefused(string key, HttpStatusCode expected)
    {
        await using var upstream = await TestUpstream.StartAsync(EchoSocketAsync);
        await using var router = await RouteAsync(upstream);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("x-sandbox-key", key);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.Proxy = null;

        var connecting = () => socket.ConnectAsync(new UriBuilder(router.UriOf("orders")) { Scheme = "ws" }.Uri, TestTimeouts.Token());
        if (expected != HttpStatusCode.SwitchingProtocols)
        {
            await connecting.Should().ThrowAsync<WebSocketException>();
            socket.HttpStatusCode.Should().Be(expected);
            return;
        }

        await connecting();
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, TestTimeouts.Token());
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, TestTimeouts.Token());
        Encoding.UTF8.GetString(buffer, 0, received.Count).Should().Be("hello");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestTimeouts.Token());
        socket.CloseStatusDescription.Should().Be("bye");
        (await router.Router.DrainAsync(upstream.Address, TestTimeouts.Default, TestTimeouts.Token())).Should().BeTrue();
    }

    [Fact]
    public async Task ChunkedUpload_ArrivesChunkByChunkAndComesBackChunked()
    {
        var arrived = new SemaphoreSlim(0);
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            var all = new MemoryStream();
            var buffer = new byte[100];
            for (var read = await context.Request.Body.ReadAsync(buffer); read > 0; read = await context.Request.Body.ReadAsync(buffer))
            {
                all.Write(buffer, 0, read);
                arrived.Release();
            }

            await context.Response.StartAsync();
            await context.Response.Body.WriteAsync(all.ToArray());
        });
        await using var router = await RouteAsync(upstream);
        using var client = await RawClient.ConnectAsync(router.PortOf("orders"));

        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nx-sandbox-key: pr-1\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var word in new[] { "one", "two" })
        {
            await client.SendAsync($"3\r\n{word}\r\n");
            await arrived.WaitAsync(TestTimeouts.Token());
        }

        await client.SendAsync("0\r\n\r\n");
        (await client.ReadUntilAsync("0\r\n\r\n")).Should().Contain("Transfer-Encoding: chunked").And.EndWith("6\r\nonetwo\r\n0\r\n\r\n");
    }

    [Fact]
    public async Task Http2_StreamsBothWaysAtOnceAndKeepsTrailers()
    {
        await using var upstream = await TestUpstream.StartAsync(EchoBodyAsync, HttpProtocols.Http2);
        await using var router = await RouteAsync(upstream, ServiceProtocol.H2c);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
        var upload = new System.IO.Pipelines.Pipe();
        using var request = new HttpRequestMessage(HttpMethod.Post, router.UriOf("orders")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new DuplexContent(upload.Reader) };
        request.Headers.Add("x-sandbox-key", "pr-1");

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestTimeouts.Token());
        var download = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[3];
        foreach (var word in new[] { "one", "two" })
        {
            await upload.Writer.WriteAsync(Encoding.ASCII.GetBytes(word));
            await download.ReadExactlyAsync(buffer, TestTimeouts.Token());
            Encoding.ASCII.GetString(buffer).Should().Be(word);
        }

        await upload.Writer.CompleteAsync();
        (await download.ReadAsync(buffer, TestTimeouts.Token())).Should().Be(0);
        response.Version.Should().Be(HttpVersion.Version20);
        response.TrailingHeaders.GetValues("x-total").Should().Equal("6");
        response.TrailingHeaders.Contains("x-sandbox-route").Should().BeFalse();
        response.Headers.GetValues("x-sandbox-route").Should().Equal("orders=fork; sandbox=pr-1; revision=1");
    }

    [Fact]
    public async Task Http1Trailers_ArePassedOn()
    {
        await using var upstream = new RawUpstream(
            "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 42\r\nx-sandbox-route: forged\r\n\r\n");
        await using var router = await RouteAsync(upstream.Address);

        var answer = await RawClient.ExchangeAsync(
            router.PortOf("orders"), "GET / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: close, TE\r\nx-sandbox-key: pr-1\r\n\r\n");

        answer.Should().EndWith("3\r\nabc\r\n0\r\nX-Sum: 42\r\n\r\n").And.Contain("Trailer: X-Sum");
        upstream.LastHead.Should().Contain("TE: trailers");
    }

    [Fact]
    public async Task Continue_ComesOnlyWhenTheUpstreamReads()
    {
        var read = new TaskCompletionSource();
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            if (context.Request.Headers.ContainsKey("refuse"))
            {
                context.Response.StatusCode = 401;
                return;
            }

            await read.Task;
            await EchoBodyAsync(context);
        });
        await using var router = await RouteAsync(upstream);

        using var refused = await RawClient.ConnectAsync(router.PortOf("orders"));
        await refused.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nrefuse: 1\r\nx-sandbox-key: pr-1\r\nExpect: 100-continue\r\nContent-Length: 3000\r\n\r\n");
        (await refused.ReadUntilAsync("\r\n\r\n")).Should().StartWith("HTTP/1.1 401");

        using var accepted = await RawClient.ConnectAsync(router.PortOf("orders"));
        await accepted.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nx-sandbox-key: pr-1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        read.SetResult();
        (await accepted.ReadUntilAsync("\r\n\r\n")).Should().StartWith("HTTP/1.1 100 Continue");
        await accepted.SendAsync("abc");
        (await accepted.ReadUntilAsync("abc")).Should().Contain("HTTP/1.1 200 OK");
    }

    [Theory]
    [InlineData("HEAD", 200, "Content-Length: 17\r\n")]
    [InlineData("GET", 304, "Content-Length: 17\r\n")]
    [InlineData("GET", 204, "")]
    public async Task ResponsesWithoutBody_EndWithTheirHead(string method, int status, string header)
    {
        await using var upstream = new RawUpstream($"HTTP/1.1 {status} Fine\r\n{header}ETag: \"1\"\r\n\r\n");
        await using var router = await RouteAsync(upstream.Address);

        var answer = await RawClient.ExchangeAsync(
            router.PortOf("orders"), $"{method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nx-sandbox-key: pr-1\r\n\r\n");

        answer.Should().StartWith($"HTTP/1.1 {status} Fine\r\n").And.EndWith("\r\n\r\n").And.Contain("ETag: \"1\"");
        answer.Contains("Content-Length: 17", StringComparison.Ordinal).Should().Be(header.Length > 0);
        answer.Should().NotContain("Transfer-Encoding");
    }

    [Fact]
    public async Task LargeBodies_AreNotKeptInMemory()
    {
        const int Megabytes = 300;
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            var total = 0L;
            var buffer = new byte[1 << 16];
            for (var read = await context.Request.Body.ReadAsync(buffer); read > 0; read = await context.Request.Body.ReadAsync(buffer))
            {
                total += read;
            }

            for (; total > 0; total -= buffer.Length)
            {
                await context.Response.Body.WriteAsync(buffer);
            }
        });
        await using var router = await RouteAsync(upstream);
        using var client = await RawClient.ConnectAsync(router.PortOf("orders"));
        var peak = 0L;
        var block = new byte[1 << 20];
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nx-sandbox-key: pr-1\r\nConnection: close\r\nContent-Length: {Megabytes << 20}\r\n\r\n");
        for (var i = 0; i < Megabytes; i++)
        {
            await client.Stream.WriteAsync(block);
            peak = Math.Max(peak, i % 32 == 0 ? GC.GetTotalMemory(forceFullCollection: true) - before : 0);
        }

        var total = 0L;
        for (var read = await client.Stream.ReadAsync(block); read > 0; read = await client.Stream.ReadAsync(block))
        {
            peak = Math.Max(peak, total % (32 << 20) < read ? GC.GetTotalMemory(forceFullCollection: true) - before : 0);
            total += read;
        }

        total.Should().BeGreaterThan((long)Megabytes << 20);
        peak.Should().BeLessThan(64 << 20);
    }

    private static Task<TestRouter> RouteAsync(TestUpstream upstream, ServiceProtocol protocol = ServiceProtocol.Http) =>
        RouteAsync(upstream.Address, protocol);

    private static async Task<TestRouter> RouteAsync(Uri address, ServiceProtocol protocol = ServiceProtocol.Http)
    {
        var router = new TestRouter();
        await router.ListenAsync("orders", protocol);
        await router.PublishAsync([], TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "orders", address)));
        return router;
    }

    private static async Task EchoBodyAsync(HttpContext context)
    {
        if (context.Response.SupportsTrailers())
        {
            context.Response.DeclareTrailer("x-total");
        }

        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        var buffer = new byte[64 * 1024];
        var total = 0L;
        for (var read = await context.Request.Body.ReadAsync(buffer); read > 0; read = await context.Request.Body.ReadAsync(buffer))
        {
            total += read;
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read));
            await context.Response.Body.FlushAsync();
        }

        if (context.Response.SupportsTrailers())
        {
            context.Response.AppendTrailer("x-total", total.ToString(System.Globalization.CultureInfo.InvariantCulture));
            context.Response.AppendTrailer("x-sandbox-route", "forged");
        }
    }

    private static async Task EchoSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(received.CloseStatus!.Value, received.CloseStatusDescription, context.RequestAborted); // a close has a status here
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }
    }

    /// <summary>Sends what is written to a pipe, when it is written.</summary>
    private sealed class DuplexContent(System.IO.Pipelines.PipeReader reader) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            while (true)
            {
                var result = await reader.ReadAsync();
                foreach (var segment in result.Buffer)
                {
                    await stream.WriteAsync(segment);
                }

                await stream.FlushAsync();
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
