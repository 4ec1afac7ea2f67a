using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Rest;

public sealed class ApiPathsTests
{
    [Fact]
    public void Kind_HasItsPath()
    {
        ApiPaths.Of(ResourceKinds.Pods, "shop", "a", "log").Should().Be("/api/v1/namespaces/shop/pods/a/log");
        ApiPaths.Of(ResourceKinds.Deployments, null).Should().Be("/apis/apps/v1/deployments");
        ApiPaths.Of(ResourceKinds.Namespaces, "ignored", "shop").Should().Be("/api/v1/namespaces/shop");
    }

    [Fact]
    public void Name_CannotLeadElsewhere()
    {
        ApiPaths.Of(ResourceKinds.Pods, "shop", "../secrets/a?x").Should().Be("/api/v1/namespaces/shop/pods/..%2Fsecrets%2Fa%3Fx");
        ((Action)(() => ApiPaths.Of(ResourceKinds.Pods, "shop", ".."))).Should().Throw<ArgumentException>();
        ((Action)(() => ApiPaths.Of(ResourceKinds.Pods, "", "a"))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Query_LeavesOutWhatIsNotSaid() =>
        ApiPaths.Query(("a", null), ("b", false), ("c", true), ("d", 5), ("e", "x=1,y in (2)"), ("f", DateTimeOffset.UnixEpoch))
            .Should().Be("?c=true&d=5&e=x%3D1%2Cy%20in%20%282%29&f=1970-01-01T00%3A00%3A00Z");
}
