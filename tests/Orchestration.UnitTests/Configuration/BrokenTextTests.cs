using AgentSandbox.Orchestration.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class BrokenTextTests
{
    private const string Valid = """
        version: 1
        x-a: &a { K: "v\t${port}" }
        services:
          orders:
            source: a/b
            run: dotnet "x y" 'z' ${env:A:-b}
            env: { <<: *a, P: "${services.db.host}" }
            health: { http: /h, timeout: 5s }
            include:
              - |
                block
          db: { tcp: "localhost:5432" }
        """;

    private static readonly char[] s_replacements = ['\t', '"', '\'', '{', '}', '[', ']', ':', '&', '*', '!', '|', '>', '%', '@', '#', '-', '?', '\0', '\uFEFF', '\uD800', '\n', ',', '$'];

    [Fact]
    public void EveryTruncation_IsAnsweredWithoutAnException()
    {
        for (var length = 0; length <= Valid.Length; length++)
        {
            Check(Valid[..length]);
        }
    }

    [Fact]
    public void EveryReplacedCharacter_IsAnsweredWithoutAnException()
    {
        for (var position = 0; position < Valid.Length; position++)
        {
            foreach (var replacement in s_replacements)
            {
                Check(string.Concat(Valid.AsSpan(0, position), replacement.ToString(), Valid.AsSpan(position + 1)));
            }
        }
    }

    private static void Check(string text)
    {
        var result = ConfigurationReader.Read(text);

        if (result.IsValid != (result.Problems.Count == 0) || result.Problems.Any(problem => problem.Message.Length == 0 || problem.Fix.Length == 0))
        {
            Assert.Fail($"The answer contradicts itself for:\n{text}");
        }
    }
}
