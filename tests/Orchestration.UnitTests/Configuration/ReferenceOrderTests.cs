using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class ReferenceOrderTests
{
    [Theory]
    [InlineData("a>b b>c c", "c|b|a")]
    [InlineData("a b c", "a,b,c")]
    [InlineData("a>b,c b>d c>d d", "d|b,c|a")]
    [InlineData("a>b b>a", "a|b")]
    [InlineData("after>x x>y y>x", "x|after,y")]
    [InlineData("a>b b>a,c c", "c|a|b")]
    [InlineData("a=b b>a", "b|a")]
    [InlineData("self>self", "self")]
    public void Services_AreLayeredByWhatTheyName(string graph, string expected)
        => Flat(ReferenceOrder.Layers(Read(graph))).Should().Be(expected);

    [Fact]
    public void LayersFor_HoldOnlyWhatTheServiceNeeds()
        => Flat(ReferenceOrder.LayersFor("b", Read("a>b b>c c d"))).Should().Be("c|b");

    private static string Flat(IReadOnlyList<IReadOnlyList<string>> layers) => string.Join('|', layers.Select(layer => string.Join(',', layer)));

    // "a>b" names b by its address, "a=b" by dependsOn.
    private static IReadOnlyDictionary<string, ServiceConfiguration> Read(string graph)
    {
        var lines = graph.Split(' ').Select(node =>
        {
            var parts = node.Split('>', '=');
            var names = parts.Length > 1 ? parts[1].Split(',') : [];
            var rest = node.Contains('=')
                ? $"dependsOn: [{string.Join(", ", names)}]"
                : $"env: {{ {string.Join(", ", names.Select(name => $"U_{name}: '${{services.{name}.url}}'"))} }}";
            return $"  {parts[0]}: {{ source: ., run: x, {rest} }}\n";
        });
        var result = ConfigurationReader.Read("version: 1\nservices:\n" + string.Concat(lines));
        return result.Configuration?.Services ?? throw new InvalidOperationException(result.Format("graph"));
    }
}
