using System.Net.Http.Headers;
using System.Text;
using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.UnitTests.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace AgentSandbox.McpServer.UnitTests.Http;

/// <summary>A real endpoint on loopback and a plain HTTP client, to send what no MCP client would.</summary>
internal sealed class HttpRig : IAsyncDisposable
{
    public const string Token = "t0ken";

    public const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""";

    public const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

    private HttpRig(McpHttpHost host) => Host = host;

    public McpHttpHost Host { get; }

    public HttpClient Client { get; } = new();

    public static async Task<HttpRig> StartAsync(McpHttpOptions? options = null, TimeProvider? time = null)
    {
        options ??= new McpHttpOptions();
        options.Token = Token;
        var primitives = new ServerPrimitives { Tools = [ToolFactory.Create<SampleTool>()] };
        return new HttpRig(await McpHttpHost.StartAsync(
            0,
            primitives,
            options,
            services => services.AddSingleton(new SampleDependency("!")).AddSingleton(time ?? TimeProvider.System),
            null,
            CancellationToken.None));
    }

    public HttpRequestMessage Request(HttpMethod method, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, Host.Endpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers) =>
        Client.SendAsync(Request(HttpMethod.Post, body, headers));

    public async Task<string> InitializeAsync()
    {
        using var response = await PostAsync(Initialize);
        return response.EnsureSuccessStatusCode().Headers.GetValues(McpEndpoint.SessionHeader).Single();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
