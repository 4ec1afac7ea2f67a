using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol.Prompts;

/// <summary>
/// A prompt that is a markdown file: front matter (name, title, description, arguments), then the text, in which
/// <c>{{argument}}</c> stands for an argument and a line with an argument that was not given is left out.
/// </summary>
internal sealed class MarkdownPrompt : McpServerPrompt
{
    private readonly string _text;

    private MarkdownPrompt(Prompt prompt, string text)
    {
        ProtocolPrompt = prompt;
        _text = text;
    }

    public override Prompt ProtocolPrompt { get; }

    public override IReadOnlyList<object> Metadata => [];

    /// <exception cref="FormatException">The front matter is missing or incomplete.</exception>
    public static MarkdownPrompt Parse(string markdown, string source)
    {
        var (matter, text) = FrontMatter.Split(markdown, source);
        var prompt = new Prompt
        {
            Name = matter.Value("name"),
            Title = matter.Value("title"),
            Description = matter.Value("description"),
            Arguments = [.. matter.Items("arguments").Select(argument => new PromptArgument
            {
                Name = argument.Value("name"),
                Description = argument.Value("description"),
                Required = argument.Value("required") == "true",
            })],
        };
        return new MarkdownPrompt(prompt, text);
    }

    public override ValueTask<GetPromptResult> GetAsync(
        RequestContext<GetPromptRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        return ValueTask.FromResult(Render(request.Params?.Arguments));
    }

    /// <exception cref="McpProtocolException">Required arguments are missing, or unknown ones are given.</exception>
    public GetPromptResult Render(IDictionary<string, JsonElement>? arguments)
    {
        var values = (arguments ?? new Dictionary<string, JsonElement>())
            .Where(a => !string.IsNullOrWhiteSpace(a.Value.ToString()))
            .ToDictionary(a => a.Key, a => a.Value.ToString());
        var declared = ProtocolPrompt.Arguments ?? [];
        var problems = declared.Where(a => a.Required == true && !values.ContainsKey(a.Name)).Select(a => $"Missing required argument '{a.Name}'.")
            .Concat(values.Keys.Where(k => declared.All(a => a.Name != k)).Select(k => $"Unknown argument '{k}'."))
            .ToArray();
        if (problems.Length > 0)
        {
            throw new McpProtocolException($"Prompt '{ProtocolPrompt.Name}': {string.Join(' ', problems)}", McpErrorCode.InvalidParams);
        }

        return new GetPromptResult
        {
            Description = ProtocolPrompt.Description,
            Messages = [new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = Fill(declared, values) } }],
        };
    }

    private string Fill(IEnumerable<PromptArgument> declared, Dictionary<string, string> values)
    {
        var lines = _text.Split('\n').AsEnumerable();
        foreach (var name in declared.Select(a => a.Name))
        {
            var mark = "{{" + name + "}}";
            lines = values.TryGetValue(name, out var value)
                ? lines.Select(line => line.Replace(mark, value, StringComparison.Ordinal))
                : lines.Where(line => !line.Contains(mark, StringComparison.Ordinal));
        }

        return string.Join('\n', lines).Trim();
    }
}
