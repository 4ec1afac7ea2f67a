using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>The routers of one namespace with enrolled Services.</summary>
/// <remarks>
/// They are made when the first Service is enrolled. The ports of the Services are not in the pod template, so that
/// enrolling one more rolls nothing out: a container port is information only.
/// Ending: the kubelet calls <c>/drain</c>, which makes the pod not ready and answers when kube-proxy has had the time to
/// stop sending to it and open requests have ended; only then comes the signal.
/// </remarks>
internal static class RouterManifests
{
    /// <summary>Peers and callers with the right to it read hops here.</summary>
    public const int HopsPort = 9902;

    private const string Component = KnownNames.RouterComponent;
    private const int GraceSeconds = 90;

    public static IReadOnlyList<JsonObject> Of(InstallSpec install, string @namespace) =>
    [
        Programs.ServiceAccount(@namespace, Component),
        .. RightsManifests.RoleAndBinding(install, Component, @namespace, InstallScope.Namespace, Rules()),
        Service(@namespace),
        Programs.Budget(install, @namespace, Component),
        Deployment(install, @namespace),
    ];

    /// <summary>Pods and Services of their namespace are all that routers look at, so that they go on without the operator.</summary>
    private static JsonArray Rules() => [RightsManifests.Rule("", ["pods", "services"], ["get", "list", "watch"])];

    private static JsonObject Deployment(InstallSpec install, string @namespace)
    {
        var deployment = Programs.Deployment(install, @namespace, Component, new JsonObject
        {
            ["args"] = new JsonArray("router", "--namespace", @namespace, "--operator", $"http://{Programs.NameOf(KnownNames.OperatorComponent)}.{install.Namespace}:{OperatorManifests.TablePort}"),
            // One slow answer of a busy node is no reason to take a router out; a pod that ends is taken out without a probe.
            ["readinessProbe"] = Programs.Probe("/readyz", period: 1, threshold: 3),
            ["lifecycle"] = new JsonObject { ["preStop"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/drain", ["port"] = "admin" } } },
            ["resources"] = new JsonObject
            {
                ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "96Mi" },
                ["limits"] = new JsonObject { ["memory"] = "512Mi" },
            },
        }, GraceSeconds);
        ((JsonArray)deployment.At("spec", "template", "spec", "containers")![0]!["ports"]!).Add(new JsonObject { ["name"] = "hops", ["containerPort"] = HopsPort, ["protocol"] = "TCP" }); // made above
        return deployment;
    }

    /// <summary>Headless, because a router asks each of its peers, not one of them.</summary>
    private static JsonObject Service(string @namespace) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = Programs.Metadata(Programs.NameOf(Component), @namespace, Component),
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = "None",
            ["selector"] = new JsonObject { [KnownNames.ComponentLabel] = Component },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http-hops", ["port"] = HopsPort, ["protocol"] = "TCP", ["targetPort"] = "hops" }),
        },
    };
}
