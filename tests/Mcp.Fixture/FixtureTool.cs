using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>A tool that the official suite asks for by name: a schema, and what it does.</summary>
internal sealed class FixtureTool : McpServerTool
{
    private readonly Func<RequestContext<CallToolRequestParams>, CancellationToken, Task<CallToolResult>> _run;

    public FixtureTool(string name, Func<RequestContext<CallToolRequestParams>, CancellationToken, Task<CallToolResult>> run, string? schema = null)
    {
        _run = run;
        ProtocolTool = new Tool
        {
            Name = name,
            Description = $"Fixture of the conformance suite: {name}.",
            InputSchema = JsonSerializer.Deserialize<JsonElement>(schema ?? """{"type":"object","properties":{}}"""),
        };
    }

    public override Tool ProtocolTool { get; }

    public override IReadOnlyList<object> Metadata => [];

    public static FixtureTool Fixed(string name, params ContentBlock[] content) =>
        new(name, (_, _) => Task.FromResult(new CallToolResult { Content = content }));

    public static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
        await _run(request, cancellationToken);
}
