using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Installing;

public sealed class NeededRightsTests
{
    private static readonly InstallSpec s_spec = new() { Namespace = "shop", Image = "a:1" };

    [Fact]
    public void ToApply_AsksOncePerKindAndPlace()
    {
        var rights = NeededRights.ToApply([.. InstallManifests.Definitions(), .. InstallManifests.Operator(s_spec)]).Select(right => right.ToString()).ToList();

        rights.Should().OnlyHaveUniqueItems();
        rights.Should().Contain("patch customresourcedefinitions.apiextensions.k8s.io in the whole cluster, to apply what an installation is made of");
        rights.Should().Contain("create deployments.apps in namespace 'shop', to apply what an installation is made of");
        rights.Should().Contain(right => right.StartsWith("create rolebindings.rbac.authorization.k8s.io in namespace 'shop'", StringComparison.Ordinal));
        rights.Should().NotContain(right => right.Contains("clusterroles"), "the scope is one namespace");
    }

    [Fact]
    public void ToGrant_NamesWhatARolePassesOn()
    {
        var rights = NeededRights.ToGrant(InstallManifests.Router(s_spec, "web")).Select(right => right.ToString());

        rights.Should().BeEquivalentTo(
            "get pods in namespace 'web', because 'Role/agent-sandbox-router' passes it on",
            "list pods in namespace 'web', because 'Role/agent-sandbox-router' passes it on",
            "watch pods in namespace 'web', because 'Role/agent-sandbox-router' passes it on",
            "get services in namespace 'web', because 'Role/agent-sandbox-router' passes it on",
            "list services in namespace 'web', because 'Role/agent-sandbox-router' passes it on",
            "watch services in namespace 'web', because 'Role/agent-sandbox-router' passes it on");
    }

    [Fact]
    public void ToGrant_KnowsSubresourcesAndNames()
    {
        var rights = NeededRights.ToGrant(InstallManifests.Operator(s_spec));

        rights.Select(right => right.Question).Should().Contain(question => question.Subresource == "log" && question.Kind.Plural == "pods" && question.Verb == "get");
        rights.Select(right => right.Question).Should().Contain(question => question.Name == OperatorRights.EndedKeysName && question.Verb == "update");
    }

    [Fact]
    public void ClusterScope_IsAskedInTheWholeCluster()
    {
        var objects = InstallManifests.Operator(s_spec with { Scope = InstallScope.Cluster });

        NeededRights.ToApply(objects).Should().Contain(right => right.Question.Kind.Plural == "clusterroles" && right.Question.Namespace == null);
        NeededRights.InPlaceOfGrants(objects).Select(question => $"{question.Verb} {question.Kind.Plural} {question.Namespace}")
            .Should().BeEquivalentTo("escalate clusterroles ", "bind clusterroles ", "escalate roles shop", "bind roles shop");
    }
}
