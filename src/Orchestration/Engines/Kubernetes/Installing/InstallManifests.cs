using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>Everything that an installation is made of, in the order in which it is applied; removed in the reverse order.</summary>
internal static class InstallManifests
{
    /// <summary>Needs rights on the cluster; everything else is in namespaces, unless the scope is the cluster.</summary>
    public static IReadOnlyList<JsonObject> Definitions() => [CustomResources.RoutedSandbox(), CustomResources.RouteGroup()];

    public static IReadOnlyList<JsonObject> Operator(InstallSpec install) => [.. OperatorManifests.Of(install), RightsManifests.UserRole(install)];

    /// <summary>The MCP server for a team; nothing where there is to be none.</summary>
    public static IReadOnlyList<JsonObject> Mcp(InstallSpec install) => install.HasMcp ? McpManifests.Of(install) : [];

    public static IReadOnlyList<JsonObject> Router(InstallSpec install, string @namespace) => RouterManifests.Of(install, @namespace);

    /// <summary>The files in <c>deploy/</c> by name.</summary>
    public static IReadOnlyDictionary<string, string> Files()
    {
        var install = new InstallSpec { Namespace = "default", Image = "agent-sandbox:0.1.0" };
        return new Dictionary<string, string>
        {
            ["crds.yaml"] = ManifestYaml.Write(Definitions(), "The custom resources; once per cluster."),
            ["operator.yaml"] = ManifestYaml.Write(Operator(install), "The operator, its rights, and a role for people; change namespace and image."),
            ["router.yaml"] = ManifestYaml.Write(Router(install, install.Namespace), "The routers of one namespace; `agent-sandbox enroll` applies them where the first Service is enrolled."),
            ["mcp.yaml"] = ManifestYaml.Write(Mcp(install with { HasMcp = true }), "The MCP server of a namespace for a team; `agent-sandbox install --with-mcp` applies it."),
        };
    }
}
