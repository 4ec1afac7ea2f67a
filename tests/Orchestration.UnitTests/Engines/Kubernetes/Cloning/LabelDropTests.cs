using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Cloning;

public sealed class LabelDropTests
{
    private static readonly Dictionary<string, string> s_own = new() { ["own"] = "1" };

    [Theory]
    [InlineData("{ a: x, b: y }", "[{ matchLabels: { a: other } }]", "", "")]
    [InlineData("{ a: x, b: y }", "[{ matchLabels: { a: x } }]", "", "a")]
    [InlineData("{ a: x, b: y }", "[{ matchLabels: { a: x, b: y } }]", "", "a")] // either would do: the first by name
    [InlineData("{ a: x, b: y }", "[{ matchLabels: { a: x, b: y } }]", "a", "b")] // a policy looks at the first
    [InlineData("{ a: x, b: y, c: z }", "[{ matchLabels: { a: x, c: z } }, { matchLabels: { b: y, c: z } }]", "", "c")] // one instead of two
    [InlineData("{ a: x, b: y, c: z }", "[{ matchLabels: { a: x } }, { matchLabels: { b: y, c: z } }]", "", "a b")]
    [InlineData("{ a: x, b: y }", "[{ matchLabels: { a: x, b: y } }, { matchExpressions: [{ key: a, operator: DoesNotExist }] }]", "", "b")] // without a, the second begins to match
    [InlineData("{ a: x }", "[{ matchExpressions: [{ key: a, operator: NotIn, values: [y] }] }]", "", null)] // nothing helps
    [InlineData("{ a: x }", "[{ matchLabels: { own: \"1\" } }]", "", null)]
    [InlineData("{ a: x }", "[{ matchExpressions: [{ key: a, operator: Exists }, { key: b, operator: NotIn, values: [q] }] }]", "", "a")]
    public void Selectors_AreLeftByTheFewestLabels(string labels, string selectors, string precious, string? expected)
    {
        var input = GoldenCases.Yaml($"{{ labels: {labels}, selectors: {selectors} }}");

        var drop = LabelDrop.Find(
            input.TextsAt("labels"),
            s_own,
            [.. input.ObjectsAt("selectors").Select(selector => LabelSelector.Of(selector)!)], // an object gives a selector
            precious.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());

        (drop is null ? null : string.Join(' ', drop)).Should().Be(expected);
    }

    [Fact]
    public void ManySelectors_AreLeftWithoutTryingEverySet()
    {
        var labels = Enumerable.Range(0, 40).ToDictionary(index => $"k{index:00}", index => "v");
        var selectors = labels.Keys.Select(key => LabelSelector.OfMap(new Dictionary<string, string> { [key] = "v" })!).ToList(); // not empty

        LabelDrop.Find(labels, s_own, selectors, new HashSet<string>()).Should().HaveCount(40);
    }
}
