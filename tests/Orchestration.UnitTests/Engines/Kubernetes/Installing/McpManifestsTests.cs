using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Installing;

public sealed class McpManifestsTests
{
    private static readonly InstallSpec s_install = new() { Namespace = "shop", Image = "agent-sandbox:1", HasMcp = true };

    [Fact]
    public void WhereNobodyAskedForIt_ThereIsNone() => InstallManifests.Mcp(s_install with { HasMcp = false }).Should().BeEmpty();

    [Fact]
    public void Server_IsNobody()
    {
        var objects = InstallManifests.Mcp(s_install);

        objects.Select(item => item.Kind()).Should().Equal("ServiceAccount", "Service", "Deployment");
        objects[0]["automountServiceAccountToken"]!.GetValue<bool>().Should().BeFalse();
        Pod(s_install)["automountServiceAccountToken"]!.GetValue<bool>().Should().BeFalse();
        Pod(s_install).ObjectsAt("volumes").Where(volume => volume.ObjectAt("secret") is not null || volume.ObjectAt("projected") is not null).Should().BeEmpty();
    }

    [Fact]
    public void NamesBeyondItsOwn_StayWithTheNextInstallation()
    {
        var installed = InstallManifests.Mcp(s_install with { McpHosts = ["mcp.example", "localhost"] })[^1];

        McpManifests.HostsOf(installed).Should().Equal("mcp.example");
        var again = new InstallRequest { Namespace = "shop", DefaultImage = "agent-sandbox:2" }.ToSpec(null, installed, "policy/v1");
        again.HasMcp.Should().BeTrue();
        again.McpHosts.Should().Equal("mcp.example");
        Pod(again).ObjectsAt("containers").Single().ListAt("args").Should().StartWith(["serve", "--namespace", "shop", "--allow-host", "agent-sandbox-mcp"]).And.Contain("mcp.example");
    }

    [Fact]
    public void OtherNames_ReplaceThem()
    {
        var installed = InstallManifests.Mcp(s_install with { McpHosts = ["mcp.example"] })[^1];

        new InstallRequest { Namespace = "shop", DefaultImage = "agent-sandbox:2", McpHosts = ["new.example"] }.ToSpec(null, installed, "policy/v1").McpHosts.Should().Equal("new.example");
    }

    private static JsonObject Pod(InstallSpec install) => InstallManifests.Mcp(install)[^1].ObjectAt("spec", "template", "spec")!; // a Deployment has one
}
