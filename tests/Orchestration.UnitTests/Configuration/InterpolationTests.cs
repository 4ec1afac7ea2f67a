using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Templates;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class InterpolationTests
{
    private static readonly InterpolationScope s_scope = new()
    {
        Port = 8080,
        SandboxName = "pr-1",
        SandboxKey = "pr-1-x7",
        Services = name => name == "pay" ? new ServiceAddress { Url = "http://127.0.0.1:4711", Host = "127.0.0.1", Port = 4711 } : null,
        Environment = name => name switch { "SET" => "value", "EMPTY" => "", "TOKEN" => "t0ken", _ => null },
        Secrets = name => name == "DB" ? "hunter2" : null,
        Redact = ["TOKEN"],
    };

    [Theory]
    [InlineData("", "")]
    [InlineData("plain $HOME $ $$", "plain $HOME $ $$")]
    [InlineData("http://127.0.0.1:${port}/", "http://127.0.0.1:8080/")]
    [InlineData("${services.pay.url}|${services.pay.host}|${services.pay.port}", "http://127.0.0.1:4711|127.0.0.1|4711")]
    [InlineData("${env:SET}${env:NONE:-}${env:NONE:-a b:-c}${env:EMPTY:-d}[${env:EMPTY}]", "valuea b:-cd[]")]
    [InlineData("${sandbox.name}/${sandbox.key}", "pr-1/pr-1-x7")]
    [InlineData("$${port} ${port}", "${port} 8080")]
    [InlineData("p=${secret:DB}", "p=hunter2")]
    public void Text_IsResolved(string text, string expected)
    {
        var result = Parse(text).Resolve(s_scope);

        result.Problems.Should().BeEmpty();
        result.Value.Should().Be(expected);
    }

    [Theory]
    [InlineData("${secret:DB}", "hunter2")]
    [InlineData("${env:TOKEN}", "t0ken")]
    public void Secret_IsReportedForRedaction(string text, string secret)
        => Parse(text).Resolve(s_scope).Sensitive.Should().Equal(secret);

    [Fact]
    public void OrdinaryVariable_IsNotSensitive() => Parse("${env:SET}").Resolve(s_scope).Sensitive.Should().BeEmpty();

    [Theory]
    [InlineData("${env:NONE}", ConfigurationProblemCodes.EnvironmentMissing, "NONE")]
    [InlineData("${secret:NONE}", ConfigurationProblemCodes.SecretMissing, "NONE")]
    [InlineData("${services.db.url}", ConfigurationProblemCodes.UnknownService, "db")]
    public void MissingValue_NamesItAndItsPlace(string text, string code, string name)
    {
        var problem = Parse(text).Resolve(s_scope).Problems.Should().ContainSingle().Subject;

        problem.Code.Should().Be(code);
        problem.Message.Should().Contain($"\"{name}\"").And.Contain("services.orders.env.X");
        problem.Line.Should().Be(3);
    }

    [Theory]
    [InlineData("a ${prot}", 2, "${port}")]
    [InlineData("${HOME}", 0, "${env:HOME}")]
    [InlineData("${secret:A:-x}", 0, "no default")]
    [InlineData("${image}", 0, "possible here")]
    [InlineData("xx${port", 2, "add \"}\"")]
    [InlineData("${}", 0, "possible here")]
    public void BadPlaceholder_HasItsOffsetAndFix(string text, int offset, string fix)
    {
        var errors = new List<InterpolationError>();

        InterpolationParser.Parse(text, PlaceholderSets.Environment, errors);

        var error = errors.Should().ContainSingle().Subject;
        error.Offset.Should().Be(offset);
        error.Fix.Should().Contain(fix);
    }

    [Fact]
    public void Environment_IsResolvedAsAWhole()
    {
        var variables = new Dictionary<string, Interpolation>
        {
            ["A"] = Parse("${port}"),
            ["TOKEN"] = Interpolation.Literal("from-${file}"),
            ["B"] = Parse("${env:NONE}"),
            ["C"] = Parse("${secret:NONE}"),
        };

        var resolved = ResolvedEnvironment.From(variables, s_scope);

        resolved.Values["A"].Should().Be("8080");
        resolved.Values["TOKEN"].Should().Be("from-${file}");
        resolved.Sensitive.Should().Equal("from-${file}");
        resolved.Problems.Should().HaveCount(2);
    }

    private static Interpolation Parse(string text)
    {
        var errors = new List<InterpolationError>();
        var parts = InterpolationParser.Parse(text, PlaceholderSets.Environment, errors);
        errors.Should().BeEmpty();
        return new Interpolation(text, parts, "services.orders.env.X", 3, 5);
    }
}
