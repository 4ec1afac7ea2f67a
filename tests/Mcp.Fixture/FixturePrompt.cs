using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>A prompt that the official suite asks for by name.</summary>
internal sealed class FixturePrompt(string name, Func<GetPromptRequestParams?, IList<PromptMessage>> messages, params string[] arguments) : McpServerPrompt
{
    public override Prompt ProtocolPrompt { get; } = new()
    {
        Name = name,
        Description = $"Fixture of the conformance suite: {name}.",
        Arguments = [.. arguments.Select(a => new PromptArgument { Name = a, Description = a, Required = true })],
    };

    public override IReadOnlyList<object> Metadata => [];

    public override ValueTask<GetPromptResult> GetAsync(RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new GetPromptResult { Messages = messages(request.Params) });
}
