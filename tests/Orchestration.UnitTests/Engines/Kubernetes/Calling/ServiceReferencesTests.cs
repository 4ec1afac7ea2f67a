using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Calling;

public sealed class ServiceReferencesTests
{
    [Theory]
    [InlineData("http://orders", "orders")]
    [InlineData("http://orders:8080/api", "orders")]
    [InlineData("https://user:word@orders.shop.svc.cluster.local/x", "orders")]
    [InlineData("payments:5432", "payments")]
    [InlineData("orders:80,payments:81", "orders payments")]
    [InlineData("Server=payments:5432;Database=x", "payments")]
    [InlineData("orders", "")]
    [InlineData("http://orders.elsewhere", "")]
    [InlineData("http://www.example.test/orders:1", "")]
    [InlineData("http://catalog:80", "")]
    [InlineData("http://unknown", "")]
    public void Address_IsAReference_AndAWordIsNone(string value, string expected)
    {
        var pod = new JsonObject
        {
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["env"] = new JsonArray(new JsonObject { ["name"] = "A", ["value"] = value }) }) },
        };

        ServiceReferences.Of([pod], "catalog", "shop", new HashSet<string> { "orders", "payments", "catalog" }).Order().Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void ArgumentsCountToo_AndSecretsByReferenceDoNot()
    {
        var pod = JsonNode.Parse("""{"spec":{"containers":[{"args":["--upstream=http://orders"],"command":["run","payments:1"],"env":[{"name":"B","valueFrom":{"secretKeyRef":{"name":"orders"}}}]}]}}""")!.AsObject();

        ServiceReferences.Of([pod], "catalog", "shop", new HashSet<string> { "orders", "payments" }).Order().Should().Equal("orders", "payments");
    }
}
