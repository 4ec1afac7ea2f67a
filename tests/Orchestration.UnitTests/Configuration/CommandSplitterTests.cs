using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Templates;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class CommandSplitterTests
{
    [Theory]
    [InlineData("dotnet run", "dotnet|run")]
    [InlineData("  a   b\tc\n d ", "a|b|c|d")]
    [InlineData("a \"b c\" 'd e'", "a|b c|d e")]
    [InlineData("a b\" c\"d", "a|b cd")]
    [InlineData("a \"\" ''", "a||")]
    [InlineData("a \"x\\\"y\\\\z\"", "a|x\"y\\z")]
    [InlineData("a 'x\\y'", "a|x\\y")]
    [InlineData("a b\\ c \\\"d", "a|b c|\"d")]
    [InlineData("bin\\Release\\app.exe x", "bin\\Release\\app.exe|x")]
    [InlineData("a ${env:X:-b c} d", "a|${env:X:-b c}|d")]
    [InlineData("a --port=${port} '$HOME'", "a|--port=${port}|$HOME")]
    [InlineData("", "")]
    public void Text_IsSplit(string text, string words)
    {
        var errors = new List<InterpolationError>();

        var split = CommandSplitter.Split(text, errors);

        errors.Should().BeEmpty();
        string.Join('|', split.Select(word => word.Text)).Should().Be(words);
    }

    [Theory]
    [InlineData("a \"b c", 2)]
    [InlineData("a b 'c", 4)]
    [InlineData("a \"b\\\"", 2)]
    public void UnbalancedQuote_IsReportedWhereItOpens(string text, int offset)
    {
        var errors = new List<InterpolationError>();

        CommandSplitter.Split(text, errors);

        errors.Should().ContainSingle().Which.Offset.Should().Be(offset);
    }

    [Fact]
    public void ResolvedShellCommand_PassesThroughTheShell()
    {
        var service = ConfigurationReader.Read("version: 1\nservices: { a: { source: ., shell: true, run: 'echo ${port} && x' } }\n").Configuration!.Services["a"];

        var words = service.Run!.Resolve(new InterpolationScope { Port = 5 }).Words;

        words.Should().EndWith("echo 5 && x");
        words[0].Should().BeOneOf("/bin/sh", "cmd.exe");
    }

    [Fact]
    public void ResolvedWord_IsNeverSplitAgain()
    {
        var service = ConfigurationReader.Read("version: 1\nservices: { a: { source: ., run: 'echo ${env:A}' } }\n").Configuration!.Services["a"];

        service.Run!.Resolve(new InterpolationScope { Environment = _ => "x; rm -rf 'y" }).Words.Should().Equal("echo", "x; rm -rf 'y");
    }
}
