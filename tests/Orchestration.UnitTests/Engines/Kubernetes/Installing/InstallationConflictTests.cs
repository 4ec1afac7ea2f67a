using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Installing;

public sealed class InstallationConflictTests
{
    [Theory]
    [InlineData("shop Namespace", "", false)]
    [InlineData("shop Namespace", "shop Namespace", false)] // an upgrade
    [InlineData("shop Namespace", "web Namespace", false)] // each looks after its own
    [InlineData("shop Namespace", "web Cluster", true)]
    [InlineData("shop Namespace", "shop Cluster", true)]
    [InlineData("shop Cluster", "shop Cluster", false)]
    [InlineData("shop Cluster", "web Namespace", true)]
    [InlineData("shop Cluster", "shop Namespace", true)]
    public void SecondOperator_IsRefused(string wanted, string found, bool refused)
    {
        var failure = InstallationConflict.Find(Spec(wanted), found.Length == 0 ? [] : [Installed(found)]);

        (failure is not null).Should().Be(refused);
    }

    [Fact]
    public void Refusal_NamesTheOtherOne()
    {
        var failure = InstallationConflict.Find(Spec("shop Namespace"), [Installed("web Cluster")])!; // refused

        failure.Code.Should().Be("other_installation");
        failure.Message.Should().Contain("namespace 'web'").And.Contain("all namespaces").And.Contain("a:1");
        failure.Hint.Should().Contain("agent-sandbox uninstall --namespace web");
    }

    [Fact]
    public void WhatIsNotSaid_StaysAsItIsInstalled()
    {
        var there = Installed("shop Namespace", "b:2", "Always", "secret");
        var request = new InstallRequest { Namespace = "shop", DefaultImage = "agent-sandbox:9" };

        request.ToSpec(there, null, "policy/v1").Should().Be(new InstallSpec { Namespace = "shop", Image = "b:2", PullPolicy = "Always", PullSecret = "secret" });
        (request with { Image = "c:3" }).ToSpec(there, null, "policy/v1").Image.Should().Be("c:3");
        request.ToSpec(null, null, "policy/v1beta1").Should().Be(new InstallSpec { Namespace = "shop", Image = "agent-sandbox:9", DisruptionBudgetVersion = "policy/v1beta1" });
    }

    private static InstallSpec Spec(string text) => new() { Namespace = text.Split(' ')[0], Scope = Enum.Parse<InstallScope>(text.Split(' ')[1]), Image = "a:1" };

    /// <summary>As the cluster would give back what was applied.</summary>
    private static Installation Installed(string text, string image = "a:1", string policy = "IfNotPresent", string? secret = null) =>
        new(InstallManifests.Operator(Spec(text) with { Image = image, PullPolicy = policy, PullSecret = secret }).Single(item => item["kind"]!.ToString() == "Deployment")); // they have kinds
}
