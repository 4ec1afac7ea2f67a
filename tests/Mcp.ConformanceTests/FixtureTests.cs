using System.Text.Json.Nodes;
using AgentSandbox.Mcp.Fixture;
using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Protocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>What the suite proves of the fixture holds for the product only while nothing but the primitives differs.</summary>
public sealed class FixtureTests
{
    /// <summary>The options in which the two may differ.</summary>
    private static readonly string[] s_primitives =
    [
        nameof(McpServerOptions.ToolCollection), nameof(McpServerOptions.PromptCollection), nameof(McpServerOptions.ResourceCollection),
        nameof(McpServerHandlers.CompleteHandler),
    ];

    [Fact]
    public void Options_DifferFromTheProductOnlyInPrimitives()
    {
        var fixture = Describe(ServerComposition.Create(FixturePrimitives.All));
        var product = Describe(ServerComposition.Create(ServerPrimitives.Product));

        fixture.Should().Be(product).And.Contain("ArgumentCheck", "a description without the filters would compare nothing");
        FixturePrimitives.All.Tools.Select(t => t.ProtocolTool.Name).Should().NotIntersectWith(ToolNames.All);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Servers_TellTheSameOfThemselves(string protocolVersion)
    {
        var fixture = await DescribeAsync(FixturePrimitives.All, protocolVersion);
        var product = await DescribeAsync(ServerPrimitives.Product, protocolVersion);

        fixture.Should().Be(product).And.Contain("agent-sandbox");
    }

    [Fact]
    public async Task Endpoint_WithoutTheFixturesToken_IsGuardedAsInTheProduct()
    {
        await using var host = await FixtureHost.StartAsync(FixturePrimitives.All, 0, CancellationToken.None);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Endpoint);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer wrong");

        using var response = await client.SendAsync(request);

        response.StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
    }

    private static string Describe(McpServerOptions options)
    {
        var description = new JsonObject();
        foreach (var property in typeof(McpServerOptions).GetProperties().Where(p => !s_primitives.Contains(p.Name)))
        {
            description[property.Name] = Describe(property.GetValue(options));
        }

        return description.ToJsonString();
    }

    /// <summary>Plain values as they are; handlers and filters by the methods that they are.</summary>
    private static JsonNode? Describe(object? value) => value switch
    {
        null => null,
        Delegate handler => $"{handler.Method.DeclaringType}.{handler.Method.Name}",
        string or bool or int or TimeSpan => value.ToString(),
        System.Collections.IEnumerable items => new JsonArray([.. items.Cast<object>().Select(Describe)]),
        _ when value.GetType().Namespace?.StartsWith("ModelContextProtocol", StringComparison.Ordinal) == true =>
            new JsonObject(value.GetType().GetProperties().Where(p => !s_primitives.Contains(p.Name)).Select(p => KeyValuePair.Create(p.Name, Describe(p.GetValue(value))))),
        _ => value.ToString(),
    };

    private static async Task<string> DescribeAsync(ServerPrimitives primitives, string protocolVersion)
    {
        await using var host = await FixtureHost.StartAsync(primitives, 0, CancellationToken.None);
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = host.Endpoint, TransportMode = HttpTransportMode.StreamableHttp });
        await using var client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = protocolVersion });
        var options = ModelContextProtocol.McpJsonUtilities.DefaultOptions;
        return new JsonObject
        {
            ["version"] = client.NegotiatedProtocolVersion,
            ["info"] = System.Text.Json.JsonSerializer.SerializeToNode(client.ServerInfo, options),
            ["capabilities"] = System.Text.Json.JsonSerializer.SerializeToNode(client.ServerCapabilities, options),
            ["instructions"] = client.ServerInstructions,
        }.ToJsonString();
    }
}
