using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Http;

namespace AgentSandbox.McpServer.UnitTests.Http;

public sealed class McpEndpointTests
{
    private const string ModernMeta =
        """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}
        """;

    [Fact]
    public async Task WrongOrMissingToken_Is401_WithAChallenge()
    {
        await using var rig = await HttpRig.StartAsync();

        using var missing = await rig.Client.SendAsync(rig.Request(HttpMethod.Post, HttpRig.Initialize, ("Authorization", "")));
        using var wrong = await rig.PostAsync(HttpRig.Initialize, ("Authorization", "Bearer t0ke"));

        missing.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        missing.Headers.WwwAuthenticate.ToString().Should().Be("Bearer realm=\"agent-sandbox\"");
        wrong.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        wrong.Headers.WwwAuthenticate.ToString().Should().Contain("invalid_token");
    }

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "evil.example:80", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost:1", HttpStatusCode.OK)]
    [InlineData("Host", "[::1]", HttpStatusCode.OK)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:6274", HttpStatusCode.OK)]
    [InlineData("Accept", "application/json", HttpStatusCode.NotAcceptable)]
    [InlineData("Accept", "text/event-stream;q=0.5, application/*", HttpStatusCode.OK)]
    [InlineData("Accept", "*/*", HttpStatusCode.OK)]
    public async Task Header_IsChecked(string name, string value, HttpStatusCode expected)
    {
        await using var rig = await HttpRig.StartAsync();

        using var response = await rig.PostAsync(HttpRig.Initialize, (name, value));

        response.StatusCode.Should().Be(expected);
    }

    [Theory]
    [InlineData("{", -32700)]
    [InlineData("", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("3", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":7,"method":"ping"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"id":8,"method":"ping"}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", -32600)]
    public async Task MalformedMessage_Is400_WithAJsonRpcError(string body, int code)
    {
        await using var rig = await HttpRig.StartAsync();

        using var response = await rig.PostAsync(body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        error?["error"]?["code"]?.GetValue<int>().Should().Be(code);
        error?["jsonrpc"]?.GetValue<string>().Should().Be("2.0");
    }

    [Fact]
    public async Task InvalidUtf8_Is400_WithAJsonRpcError()
    {
        await using var rig = await HttpRig.StartAsync();
        using var request = rig.Request(HttpMethod.Post, "");
        request.Content = new ByteArrayContent([.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""u8, 0xFF, 0xFE, .. "\"}"u8])
        {
            Headers = { ContentType = new("application/json") },
        };

        using var response = await rig.Client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain("-32700");
    }

    [Fact]
    public async Task TooLargeBody_Is413_AlsoWithoutALength()
    {
        await using var rig = await HttpRig.StartAsync(new McpHttpOptions { MaxBodyBytes = 1000 });
        using var streamed = rig.Request(HttpMethod.Post);
        streamed.Headers.TransferEncodingChunked = true;
        streamed.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', 5000))));
        streamed.Content.Headers.ContentType = new("application/json");

        using var known = await rig.PostAsync(new string(' ', 5000));
        using var unknown = await rig.Client.SendAsync(streamed);

        known.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        unknown.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task WrongContentType_Is415_AndOtherMethods_Are405()
    {
        await using var rig = await HttpRig.StartAsync();
        using var request = rig.Request(HttpMethod.Post);
        request.Content = new StringContent(HttpRig.Initialize, Encoding.UTF8, "text/plain");

        using var text = await rig.Client.SendAsync(request);
        using var put = await rig.Client.SendAsync(rig.Request(HttpMethod.Put, HttpRig.Initialize));
        using var modernGet = await rig.Client.SendAsync(rig.Request(HttpMethod.Get, null, ("MCP-Protocol-Version", "2026-07-28")));

        text.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        put.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        modernGet.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Session_IsNeeded_IsUsed_AndEnds()
    {
        await using var rig = await HttpRig.StartAsync();
        var id = await rig.InitializeAsync();

        using var without = await rig.PostAsync(HttpRig.ListTools);
        using var unknown = await rig.PostAsync(HttpRig.ListTools, (McpEndpoint.SessionHeader, "nope"));
        using var with = await rig.PostAsync(HttpRig.ListTools, (McpEndpoint.SessionHeader, id));
        using var ended = await rig.Client.SendAsync(rig.Request(HttpMethod.Delete, null, (McpEndpoint.SessionHeader, id)));
        using var after = await rig.PostAsync(HttpRig.ListTools, (McpEndpoint.SessionHeader, id));

        without.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await with.Content.ReadAsStringAsync()).Should().Contain("sample_tool");
        ended.StatusCode.Should().Be(HttpStatusCode.NoContent);
        after.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task InitializeThatIsRefused_LeavesNoSession()
    {
        await using var rig = await HttpRig.StartAsync(new McpHttpOptions { MaxSessions = 1 });
        var refused = HttpRig.Initialize.Replace("2025-11-25", "2026-07-28", StringComparison.Ordinal);

        using var response = await rig.PostAsync(refused);
        var id = response.Headers.GetValues(McpEndpoint.SessionHeader).Single();
        (await response.Content.ReadAsStringAsync()).Should().Contain("-32022");

        using var after = await rig.PostAsync(HttpRig.ListTools, (McpEndpoint.SessionHeader, id));
        after.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OneSessionTooMany_EndsTheLongestIdleOne()
    {
        await using var rig = await HttpRig.StartAsync(new McpHttpOptions { MaxSessions = 2 });
        var first = await rig.InitializeAsync();
        var second = await rig.InitializeAsync();
        await rig.InitializeAsync();

        using var evicted = await rig.PostAsync(HttpRig.ListTools, (McpEndpoint.SessionHeader, first));
        using var kept = await rig.PostAsync(HttpRig.ListTools, (McpEndpoint.SessionHeader, second));

        evicted.StatusCode.Should().Be(HttpStatusCode.NotFound);
        kept.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OpenStream_EndsWhenTheHostStops()
    {
        var rig = await HttpRig.StartAsync();
        var id = await rig.InitializeAsync();
        using var stream = await rig.Client.SendAsync(
            rig.Request(HttpMethod.Get, null, (McpEndpoint.SessionHeader, id)), HttpCompletionOption.ResponseHeadersRead);
        var reading = stream.Content.ReadAsStringAsync();

        await rig.Host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await Task.WhenAny(reading).WaitAsync(TimeSpan.FromSeconds(10));
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData("tools/list", null, "2026-07-28", -32020)]
    [InlineData("tools/list", "tools/call", "2026-07-28", -32020)]
    [InlineData("tools/list", "tools/list", "2025-11-25", -32020)]
    [InlineData("tools/list", "tools/list", null, -32020)]
    [InlineData("tools/list", "tools/list", "2026-07-28", 0)]
    [InlineData("ping", "ping", "2026-07-28", -32601)]
    public async Task ModernRequest_HeadersAndBodyMustAgree(string method, string? methodHeader, string? version, int code)
    {
        await using var rig = await HttpRig.StartAsync();
        var headers = new List<(string, string)>();
        if (methodHeader is not null)
        {
            headers.Add(("Mcp-Method", methodHeader));
        }

        if (version is not null)
        {
            headers.Add(("MCP-Protocol-Version", version));
        }

        using var response = await rig.PostAsync("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"" + method + "\",\"params\":{" + ModernMeta + "}}", [.. headers]);

        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(code switch { 0 => HttpStatusCode.OK, -32601 => HttpStatusCode.NotFound, _ => HttpStatusCode.BadRequest });
        body.Should().Contain(code == 0 ? "sample_tool" : $"\"code\":{code}");
    }
}
