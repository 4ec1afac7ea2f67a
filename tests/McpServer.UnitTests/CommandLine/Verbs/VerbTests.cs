using System.CommandLine;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.CommandLine.Verbs;
using FluentAssertions;
using Xunit;

namespace AgentSandbox.McpServer.UnitTests.CommandLine.Verbs;

public sealed class VerbTests
{
    [Theory]
    [InlineData("services web", """{"query":"web"}""")]
    [InlineData("create pr-42 --idle-minutes 5", """{"name":"pr-42","idle_minutes":5}""")]
    [InlineData("deploy pr-42", """{"sandbox":"pr-42"}""")]
    [InlineData("deploy pr-42 web api --wait-seconds 3 --env A=1 --env B=x=y", """{"sandbox":"pr-42","services":["web","api"],"wait_seconds":3,"env":{"A":"1","B":"x=y"}}""")]
    [InlineData("deploy pr-42 --wait-seconds soon", """{"sandbox":"pr-42","wait_seconds":"soon"}""")]
    [InlineData("deploy pr-42 web --replicas 2 --rebase --patch {\"spec\":{\"replicas\":2}}", """{"sandbox":"pr-42","services":["web"],"replicas":2,"rebase":true,"patch":{"spec":{"replicas":2}}}""")]
    [InlineData("deploy pr-42 web --patch no-json", """{"sandbox":"pr-42","services":["web"],"patch":"no-json"}""")]
    [InlineData("get pr-42", """{"sandbox":"pr-42"}""")]
    [InlineData("list", "{}")]
    [InlineData("request pr-42 web /a?b=c --method POST --compare-with-baseline", """{"sandbox":"pr-42","service":"web","path":"/a?b=c","method":"POST","compare_with_baseline":true}""")]
    [InlineData("propagation web /a --sandbox pr-42", """{"service":"web","path":"/a","sandbox":"pr-42"}""")]
    [InlineData("logs pr-42 web api --tail 50", """{"sandbox":"pr-42","services":["web","api"],"tail":50}""")]
    [InlineData("delete pr-42 web", """{"sandbox":"pr-42","service":"web"}""")]
    public void WordsOfAVerb_Typed_AreTheArgumentsOfItsTool(string line, string arguments)
    {
        var words = line.Split(' ');
        var command = new Command(words[0]);
        var inputs = VerbCommands.All.Single(verb => verb.Name == words[0]).Inputs();
        foreach (var input in inputs)
        {
            input.AddTo(command);
        }

        var parsed = command.Parse(words[1..]);

        parsed.Errors.Should().BeEmpty();
        var read = new JsonObject(inputs.Select(input => KeyValuePair.Create(input.Name, input.Read(parsed))).Where(pair => pair.Value is not null));
        JsonNode.DeepEquals(read, JsonNode.Parse(arguments)).Should().BeTrue($"{read.ToJsonString()} was read, and {arguments} is meant");
    }
}
