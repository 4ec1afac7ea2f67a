using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>The operator: two replicas of which the elected one acts; routers reach it through its Service.</summary>
internal static class OperatorManifests
{
    /// <summary>Routers pull their tables and report their hops here.</summary>
    public const int TablePort = 9900;

    private const string Component = KnownNames.OperatorComponent;
    private const int GraceSeconds = 30;

    public static IReadOnlyList<JsonObject> Of(InstallSpec install) =>
    [
        Programs.ServiceAccount(install.Namespace, Component),
        .. OperatorRights.Of(install),
        Service(install),
        Programs.Budget(install, install.Namespace, Component),
        Deployment(install),
    ];

    private static JsonObject Deployment(InstallSpec install)
    {
        string[] args = ["operator", "--namespace", install.Namespace, .. install.Scope == InstallScope.Cluster ? (string[])["--all-namespaces"] : [], .. LimitArguments.Write(install.Limits)];
        var deployment = Programs.Deployment(install, install.Namespace, Component, new JsonObject
        {
            ["args"] = args.ToJson(),
            // A replica that is not elected is ready too: it serves tables from its own caches, and takes over at once.
            ["readinessProbe"] = Programs.Probe("/readyz", period: 3, threshold: 2),
            ["resources"] = new JsonObject
            {
                ["requests"] = new JsonObject { ["cpu"] = "50m", ["memory"] = "96Mi" },
                ["limits"] = new JsonObject { ["memory"] = "384Mi" },
            },
        }, GraceSeconds);
        ((JsonArray)deployment.At("spec", "template", "spec", "containers")![0]!["ports"]!).Add(new JsonObject { ["name"] = "tables", ["containerPort"] = TablePort, ["protocol"] = "TCP" }); // made above
        return deployment;
    }

    private static JsonObject Service(InstallSpec install) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = Programs.Metadata(Programs.NameOf(Component), install.Namespace, Component),
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { [KnownNames.ComponentLabel] = Component },
            ["ports"] = new JsonArray(
                new JsonObject { ["name"] = "http-tables", ["port"] = TablePort, ["protocol"] = "TCP", ["targetPort"] = "tables" },
                new JsonObject { ["name"] = "http-metrics", ["port"] = Programs.AdminPort, ["protocol"] = "TCP", ["targetPort"] = "admin" }),
        },
    };
}
