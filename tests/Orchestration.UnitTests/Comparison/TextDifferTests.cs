using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Comparison.Texts;

namespace AgentSandbox.Orchestration.UnitTests.Comparison;

public sealed class TextDifferTests
{
    [Theory]
    [InlineData("1\n2\n3", "1\nx\n2\n3", "added 2 x")]
    [InlineData("1\nx\n2\n3", "1\n2\n3", "removed 2 x")]
    [InlineData("1\n2\n3\n4", "x\n2\ny\n4", "changed 1 1>x | changed 3 3>y")]
    [InlineData("a\nb\nc\nd", "a\nd\nb\nc", "added 2 d | removed 4 d")]
    [InlineData("a\nb", "b\na", "removed 1 a | added 2 a")]
    [InlineData("a\nb", "b\nc\nd", "removed 1 a | added 2 c | added 3 d")]
    public void Lines_AreReportedAtTheirPlaces(string left, string right, string expected) =>
        string.Join(" | ", Findings(left, right).Select(Describe)).Should().Be(expected);

    /// <summary>All texts of up to four lines over two lines: what is reported is all that differs, and no more than must.</summary>
    [Fact]
    public void EveryPairOfShortTexts_HasTheFewestFindings()
    {
        var texts = Texts(4).ToList();
        foreach (var left in texts)
        {
            foreach (var right in texts)
            {
                var findings = Findings(string.Join('\n', left), string.Join('\n', right));
                var gone = findings.Select(finding => finding.Left?.GetString()).OfType<string>().ToList();
                var come = findings.Select(finding => finding.Right?.GetString()).OfType<string>().ToList();
                var why = $"'{string.Join(',', left)}' against '{string.Join(',', right)}'";

                (left.Length - gone.Count).Should().Be(LongestCommon(left, right), why);
                (left.Length - gone.Count).Should().Be(right.Length - come.Count, why);
                foreach (var finding in findings)
                {
                    finding.Kind.Should().Be(
                        finding switch
                        {
                            { Left: not null, Right: not null } => FindingKind.LineChanged,
                            { Right: not null } => FindingKind.LineAdded,
                            _ => FindingKind.LineRemoved,
                        },
                        why);
                    var place = finding.Path.Index!.Value - 1; // a line is an element
                    (finding.Right is { } now ? right[place] == now.GetString() : left[place] == finding.Left!.Value.GetString()).Should().BeTrue(why);
                }
            }
        }
    }

    private static List<Finding> Findings(string left, string right)
    {
        var findings = new List<Finding>();
        TextDiffer.Compare(left, right, findings.Add);
        return findings;
    }

    private static string Describe(Finding finding) => finding.Kind switch
    {
        FindingKind.LineAdded => $"added {finding.Path.Index} {finding.Right}",
        FindingKind.LineRemoved => $"removed {finding.Path.Index} {finding.Left}",
        _ => $"changed {finding.Path.Index} {finding.Left}>{finding.Right}",
    };

    private static IEnumerable<string[]> Texts(int longest) =>
        Enumerable.Range(1, longest).SelectMany(length => Enumerable.Range(0, 1 << length)
            .Select(bits => Enumerable.Range(0, length).Select(i => (bits >> i & 1) == 0 ? "a" : "b").ToArray()));

    private static int LongestCommon(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return 0;
        }

        return left[0] == right[0]
            ? 1 + LongestCommon(left[1..], right[1..])
            : Math.Max(LongestCommon(left[1..], right), LongestCommon(left, right[1..]));
    }
}
