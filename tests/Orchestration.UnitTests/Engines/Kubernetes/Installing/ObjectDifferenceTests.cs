using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Installing;

public sealed class ObjectDifferenceTests
{
    private const string Stored = """
        metadata: { name: a, namespace: shop, uid: u, resourceVersion: "7", generation: 2, managedFields: [{ manager: x }], annotations: { deployment.kubernetes.io/revision: "3" } }
        spec: { replicas: 2, paused: false, containers: [{ name: one, image: "a:1", env: [] }] }
        status: { ready: 2 }
        """;

    [Theory]
    [InlineData("{ metadata: { name: a, namespace: shop }, spec: { replicas: 2, containers: [{ name: one, image: 'a:1' }] } }", "")]
    [InlineData("{ metadata: { name: a, namespace: shop }, spec: { replicas: 3, containers: [{ name: one, image: 'a:2' }] } }", "spec.replicas spec.containers[one].image")]
    [InlineData("{ metadata: { name: a, labels: { b: c } }, spec: { containers: [{ name: one }, { name: two }] } }", "metadata.labels spec.containers")]
    [InlineData("{ metadata: { name: a, labels: {} } }", "")]
    public void Missing_LooksAtWhatIsWantedAlone(string wanted, string expected) =>
        string.Join(" ", ObjectDifference.Missing(GoldenCases.Yaml(wanted), GoldenCases.Yaml(Stored))).Should().Be(expected);

    [Fact]
    public void Between_IgnoresWhatTheServerWrites_AndSeesWhatIsGone()
    {
        var after = GoldenCases.Yaml("""
            metadata: { name: a, namespace: shop, uid: u, resourceVersion: "8", generation: 3, managedFields: [] }
            spec: { replicas: 2, containers: [{ name: one, image: "a:1", env: [] }] }
            """);

        ObjectDifference.Between(GoldenCases.Yaml(Stored), after).Should().Equal("spec.paused");
    }

    [Fact]
    public void Between_IsBounded()
    {
        var many = new System.Text.Json.Nodes.JsonObject(Enumerable.Range(0, 30).Select(i => KeyValuePair.Create($"f{i}", (System.Text.Json.Nodes.JsonNode?)i)));

        ObjectDifference.Between([], many).Should().HaveCount(13).And.EndWith("and 18 more");
    }
}
