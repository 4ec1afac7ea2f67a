using AgentSandbox.Orchestration.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class BadConfigurationTests
{
    [Theory]
    [InlineData("run: [a], url: 'http://x'", "config_contradiction", "\"run\" cannot stand beside \"url\"")]
    [InlineData("tcp: 'h:1', health: /x", "config_contradiction", "\"health\" cannot stand beside \"tcp\"")]
    [InlineData("source: ., run: x, carry: true", "config_contradiction", "\"carry\"")]
    [InlineData("tcp: 'h:1', url: 'http://x'", "config_contradiction", "\"tcp\" cannot stand beside \"url\"")]
    [InlineData("run: x", "config_contradiction", "needs \"source\"")]
    [InlineData("source: ., build: x, run: y, health: { http: /a, tcp: true }", "config_contradiction", "HTTP or TCP")]
    [InlineData("source: ., run: x, protocol: tcp, health: /a", "config_contradiction", "speaks tcp")]
    [InlineData("source: ., run: [a, b], shell: true", "config_contradiction", "every command of it is a list")]
    [InlineData("url: 'http://x', protocol: tcp", "config_contradiction", "spoken to in HTTP")]
    [InlineData("source: ., run: x, health: { http: /a, timeout: 1s, interval: 2s }", "config_contradiction", "longer than the time-out")]
    [InlineData("source: .", "config_missing_key", "None of")]
    [InlineData("source: ., image: { build: x }", "config_missing_key", "no \"run\"")]
    [InlineData("source: /etc, run: x", "config_invalid_path", "/etc")]
    [InlineData("source: a/../../b, run: x", "config_invalid_path", "below the repository")]
    [InlineData("source: 'C:\\x', run: x", "config_invalid_path", "below the repository")]
    [InlineData("source: ., include: ['~/.ssh'], run: x", "config_invalid_path", "include[0]")]
    [InlineData("source: ., include: [a/.git/config], run: x", "config_invalid_path", "git's own folder")]
    [InlineData("source: ., run: x, port: 0", "config_invalid_value", "1 to 65535")]
    [InlineData("source: ., run: x, port: '80'", "config_wrong_type", "is a text")]
    [InlineData("source: ., run: x, stop: { grace: 5 }", "config_wrong_type", "duration")]
    [InlineData("source: ., run: x, stop: { grace: 0s }", "config_invalid_value", "is zero")]
    [InlineData("source: ., run: x, stop: { grace: 5 minutes }", "config_invalid_value", "5 minutes")]
    [InlineData("source: ., run: x, stop: { grace: 900000000d900000000d }", "config_invalid_value", "longer than a year")]
    [InlineData("source: ., run: x, health: healthz", "config_invalid_value", "begins with \"/\"")]
    [InlineData("source: ., run: x, health: 'http://h/x'", "config_invalid_value", "begins with \"/\"")]
    [InlineData("source: ., run: x, env: { 'A B': x }", "config_invalid_name", "environment variable")]
    [InlineData("source: ., run: x, env: { A: }", "config_wrong_type", "has no value")]
    [InlineData("source: ., run: a && b", "config_invalid_command", "\"&&\"")]
    [InlineData("source: ., run: A=b c", "config_invalid_command", "assignment")]
    [InlineData("source: ., run: ''", "config_invalid_command", "empty command")]
    [InlineData("source: ., run: []", "config_invalid_value", "empty list")]
    [InlineData("source: ., run: 'x ${secret:A}'", "config_invalid_placeholder", "no meaning at this place")]
    [InlineData("source: ., run: x, build: 'y ${port}'", "config_invalid_placeholder", "no meaning at this place")]
    [InlineData("source: ., run: x, env: { A: '${HOME}' }", "config_invalid_placeholder", "is not known")]
    [InlineData("source: ., run: x, env: { A: '${port' }", "config_invalid_placeholder", "not closed")]
    [InlineData("source: ., run: x, env: { A: '${services.nope.url}' }", "config_unknown_service", "\"nope\"")]
    [InlineData("source: ., run: x, dependsOn: [s]", "config_dependency_cycle", "s → s")]
    [InlineData("source: ., run: x, dependsOn: [t]", "config_unknown_service", "\"t\"")]
    [InlineData("url: 'ftp://x'", "config_invalid_value", "http or https")]
    [InlineData("url: 'http://user:pass@x'", "config_invalid_value", "without user")]
    [InlineData("url: '${env:NOT_SET}'", "config_environment_missing", "NOT_SET")]
    [InlineData("tcp: localhost", "config_invalid_value", "a host and a port")]
    [InlineData("tcp: 'localhost:99999'", "config_invalid_value", "65535")]
    public void BadService_IsReported(string service, string code, string text)
    {
        var result = ConfigurationReader.Read($"version: 1\nservices:\n  s: {{ {service} }}\n");

        result.Problems.Should().Contain(problem => problem.Code == code && problem.Message.Contains(text));
        result.Problems.Should().OnlyContain(problem => problem.Line == 3 && problem.Column > 1);
    }

    [Theory]
    [InlineData("", "config_empty")]
    [InlineData("# nothing\n", "config_empty")]
    [InlineData("---\n", "config_empty")]
    [InlineData("- a\n", "config_wrong_type")]
    [InlineData("version: 1\n", "config_missing_key")]
    [InlineData("version: 1\nservices:\n", "config_wrong_type")]
    [InlineData("version: 1\nservices: {}\n", "config_invalid_value")]
    [InlineData("version: 1\nversion: 1\nservices: { a: { url: 'http://x' } }\n", "config_duplicate_key")]
    [InlineData("version: 1\nservices: { a: { url: 'http://x' } }\n---\nversion: 1\n", "config_several_documents")]
    [InlineData("version: 1\nservices:\n\ta: x\n", "config_tab")]
    [InlineData("version: 1\nservices: [\n", "config_syntax")]
    [InlineData("version: 1\nservices: *none\n", "config_syntax")]
    [InlineData("version: !!int 1\nservices: { a: { url: 'http://x' } }\n", "config_syntax")]
    [InlineData("version: 1\nx-a: &a [*a]\nservices: { a: { url: 'http://x' } }\n", "config_syntax")]
    [InlineData("version: 1\n? [a]\n: b\nservices: { a: { url: 'http://x' } }\n", "config_syntax")]
    [InlineData("version: 1\nlease: { idle: 2h, max: 1h }\nservices: { a: { url: 'http://x' } }\n", "config_contradiction")]
    [InlineData("version: 1\nservices: { a: { url: 'http://x', port: 80 }, b: { url: 'http://x', port: 80 } }\n", "config_contradiction")]
    [InlineData("version: 1\nrouting: { carriers: [{ header: Host }] }\nservices: { a: { url: 'http://x' } }\n", "config_invalid_name")]
    [InlineData("version: 1\nrouting: { carriers: [{ header: A }, { header: a }] }\nservices: { a: { url: 'http://x' } }\n", "config_contradiction")]
    [InlineData("version: 1\nrouting: { carriers: [x] }\nservices: { a: { url: 'http://x' } }\n", "config_wrong_type")]
    [InlineData("version: 1\ntrunk: -x\nservices: { a: { url: 'http://x' } }\n", "config_invalid_value")]
    [InlineData("version: 1\nlimits: { logs: { maxBytes: 10 } }\nservices: { a: { url: 'http://x' } }\n", "config_invalid_value")]
    public void BadFile_IsReported(string yaml, string code)
        => ConfigurationReader.Read(yaml).Problems.Select(problem => problem.Code).Should().Contain(code);

    [Theory]
    [InlineData("enviroment", "env")]
    [InlineData("depends_on", "dependsOn")]
    [InlineData("prot", "port")]
    [InlineData("heatlh", "health")]
    [InlineData("command", "run")]
    [InlineData("working_dir", "cwd")]
    public void UnknownKey_SuggestsTheNearest(string key, string nearest)
        => ConfigurationReader.Read($"version: 1\nservices: {{ a: {{ {key}: x }} }}\n")
            .Problems.Should().Contain(problem => problem.Code == "config_unknown_key" && problem.Fix == $"did you mean \"{nearest}\"?");

    [Fact]
    public void UnknownKeyWithoutLikeness_ListsWhatIsKnown()
        => ConfigurationReader.Read("version: 1\nservices: { a: { zzzzzzzz: x } }\n")
            .Problems.Should().Contain(problem => problem.Fix.StartsWith("known here: source, cwd"));

    [Fact]
    public void CircleOfDependsOn_NamesItsServices()
        => ConfigurationReader.Read("""
            version: 1
            services:
              a: { source: ., run: x, dependsOn: [b] }
              b: { source: ., run: x, dependsOn: [c] }
              c: { source: ., run: x, dependsOn: [a] }
            """).Problems.Should().ContainSingle().Which.Message.Should().Contain("a → b → c → a");

    [Fact]
    public void CircleOfReferences_IsFine()
        => ConfigurationReader.Read("""
            version: 1
            services:
              a: { source: ., run: x, env: { B: "${services.b.url}" } }
              b: { source: ., run: x, env: { A: "${services.a.url}", SELF: "${services.b.url}" } }
            """).IsValid.Should().BeTrue();

    [Fact]
    public void Tab_IsReportedAtItsPlace()
        => ConfigurationReader.Read("version: 1\nservices:\n  a:\n  \tsource: x\n").Problems
            .Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "config_tab", Line = 4, Column = 3 });

    [Fact]
    public void AliasBomb_IsRefusedQuickly()
    {
        var lines = Enumerable.Range(1, 20).Select(i => $"x-{i}: &a{i} [{string.Join(",", Enumerable.Repeat($"*a{i - 1}", 10))}]");

        var result = ConfigurationReader.Read($"version: 1\nx-0: &a0 [lol]\n{string.Join('\n', lines)}\nservices: {{}}\n");

        result.Problems.Should().ContainSingle().Which.Code.Should().Be(ConfigurationProblemCodes.TooLarge);
    }

    [Fact]
    public void DeepNesting_IsRefused()
        => ConfigurationReader.Read($"version: {new string('[', 5000)}").Problems
            .Should().ContainSingle().Which.Code.Should().Be(ConfigurationProblemCodes.TooLarge);

    [Fact]
    public void ManyProblems_AreBounded()
        => ConfigurationReader.Read(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"versio{i}: 1\n"))).Problems.Count.Should().Be(100);

    [Fact]
    public void TooManyServices_AreRefused()
        => ConfigurationReader.Read("version: 1\nservices:\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  s{i}: {{ source: ., run: x, dependsOn: [s{i + 1}] }}\n")))
            .Problems.Should().ContainSingle().Which.Code.Should().Be(ConfigurationProblemCodes.TooLarge);
}
