using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reading;

public sealed class BrokenPlanTests
{
    private static readonly char[] s_replacements = ['\t', '"', '\'', '{', '}', '[', ']', ':', '&', '*', '-', '\0', '\uD800', '\n', ',', '$'];

    [Fact]
    public void EveryTruncation_IsAnsweredWithoutAnException()
    {
        for (var length = 0; length <= PlanSamples.Full.Length; length++)
        {
            Check(PlanSamples.Full[..length]);
        }
    }

    [Fact]
    public void ReplacedCharacters_AreAnsweredWithoutAnException()
    {
        for (var position = 0; position < PlanSamples.Full.Length; position++)
        {
            var replacement = s_replacements[position % s_replacements.Length];
            Check(string.Concat(PlanSamples.Full.AsSpan(0, position), replacement.ToString(), PlanSamples.Full.AsSpan(position + 1)));
        }
    }

    [Fact]
    public void EveryMissingLine_IsAnsweredWithoutAnException()
    {
        var lines = PlanSamples.Full.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            Check(string.Join('\n', lines.Where((_, index) => index != line)));
        }
    }

    private static void Check(string text)
    {
        var result = PlanReader.Read(text, "broken");

        if (result.IsValid != (result.Problems.Count == 0)
            || result.Problems.Any(problem => problem.Message.Length == 0 || problem.Fix.Length == 0 || !problem.Code.StartsWith("plan_", StringComparison.Ordinal)))
        {
            Assert.Fail($"The answer contradicts itself for:\n{text}\n{result.Format("")}");
        }
    }
}
