using AgentSandbox.Orchestration.Plans.Reading;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentSandbox.McpServer.Protocol.Prompts;
using AgentSandbox.McpServer.Protocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol;

namespace AgentSandbox.McpServer.UnitTests.Protocol;

public sealed partial class MarkdownPromptsTests
{
    [Theory]
    [InlineData("agent-prompts/author-plan.md")]
    [InlineData("README.md")]
    [InlineData("docs/reference/plans.md")]
    public void ExampleOfAPlan_IsOne(string file)
    {
        var text = File.ReadAllText(Path.Join(RepositoryRoot(), file));
        var yaml = text.Split("```yaml\n").Select(block => block.Split("```")[0]).First(block => block.StartsWith("version: 1\npurpose:", StringComparison.Ordinal));

        var read = PlanReader.Read(yaml, "example");

        read.Problems.Should().BeEmpty();
    }

    [Fact]
    public void Prompts_AreThoseOfTheFolder()
    {
        MarkdownPrompts.All.Select(p => p.ProtocolPrompt.Name).Should().Equal("author-plan", "debug-routing", "validate-change");
    }

    [Fact]
    public void ToolNames_ThatPromptsMention_Exist()
    {
        foreach (var prompt in MarkdownPrompts.All.Cast<MarkdownPrompt>())
        {
            var text = Text(prompt.Render(AllArguments(prompt)));
            var mentioned = SnakeCaseInCode().Matches(text).Select(m => m.Groups[1].Value).Except(s_argumentNames).Distinct().ToArray();

            mentioned.Should().NotBeEmpty().And.BeSubsetOf(ToolNames.All, $"'{prompt.ProtocolPrompt.Name}' speaks of tools that exist");
            text.Split('\n').Should().HaveCountLessThan(60);
        }
    }

    [Fact]
    public void Instructions_KeepTheirLimits_AndNameOnlyToolsThatExist()
    {
        ServerInstructions.Text.Length.Should().BeLessThan(2000);
        ServerInstructions.Text[..512].Should().ContainAll(
            ToolNames.DeployFork, ToolNames.SendRoutedRequest, ToolNames.CreateSandbox, ToolNames.DeleteSandbox, "'routed'");
        SnakeCase().Matches(ServerInstructions.Text).Select(m => m.Value).Except([.. s_argumentNames, "not_routed", "not_reached"])
            .Should().BeSubsetOf(ToolNames.All);
    }

    [Fact]
    public void Render_WithoutAnOptionalArgument_LeavesItsLineOut()
    {
        var prompt = MarkdownPrompt.Parse("---\nname: p\ndescription: d\narguments:\n  - name: a\n    description: x\n---\none\ntwo {{a}}\n", "p.md");

        Text(prompt.Render(null)).Should().Be("one");
        Text(prompt.Render(new Dictionary<string, JsonElement> { ["a"] = JsonSerializer.SerializeToElement("2") })).Should().Be("one\ntwo 2");
    }

    [Fact]
    public void Render_WithoutARequiredArgument_NamesIt()
    {
        var prompt = (MarkdownPrompt)MarkdownPrompts.All.Single(p => p.ProtocolPrompt.Name == "validate-change");

        var render = () => prompt.Render(null);

        render.Should().Throw<McpProtocolException>().WithMessage("*Missing required argument 'change'*");
    }

    [Theory]
    [InlineData("no front matter")]
    [InlineData("---\nname: p\n---\ntext")]
    [InlineData("---\nname: p\ndescription: d\n  stray: x\n---\ntext")]
    [InlineData("---\nname\n---\ntext")]
    public void Parse_BadFrontMatter_IsRefused(string markdown)
    {
        var parse = () => MarkdownPrompt.Parse(markdown, "p.md");

        parse.Should().Throw<FormatException>().WithMessage("*'p.md'*");
    }

    private static readonly string[] s_argumentNames = ["wait_seconds", "compare_with_baseline", "take_over", "forks_not_met", "baseline_starting"];

    private static Dictionary<string, JsonElement> AllArguments(MarkdownPrompt prompt) =>
        (prompt.ProtocolPrompt.Arguments ?? []).ToDictionary(a => a.Name, a => JsonSerializer.SerializeToElement("value"));

    private static string Text(GetPromptResult result) => result.Messages.Select(m => m.Content).OfType<TextContentBlock>().Single().Text;

    [GeneratedRegex("`((?!not_)[a-z]+(?:_[a-z]+)+)`")]
    private static partial Regex SnakeCaseInCode();

    [GeneratedRegex("\\b[a-z]+(?:_[a-z]+)+\\b")]
    private static partial Regex SnakeCase();

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(directory!.FullName, "AgentSandbox.sln"))) // the tests are below the repository
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
