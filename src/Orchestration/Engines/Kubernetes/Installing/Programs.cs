using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>What the workloads of operator and router have in common.</summary>
/// <remarks>Ports say their protocol, because server-side apply of Kubernetes 1.20 knows no default for the keys of a list.</remarks>
internal static class Programs
{
    /// <summary>Health, readiness, drain and metrics.</summary>
    public const int AdminPort = 9901;

    private const int Replicas = 2;

    public static string NameOf(string component) => $"{KnownNames.ManagedBy}-{component}";

    public static JsonObject Labels(string component) => new()
    {
        [KnownNames.NameLabel] = NameOf(component),
        [KnownNames.ManagedByLabel] = KnownNames.ManagedBy,
        [KnownNames.ComponentLabel] = component,
    };

    public static JsonObject Metadata(string name, string @namespace, string component) => new()
    {
        ["name"] = name,
        ["namespace"] = @namespace,
        ["labels"] = Labels(component),
    };

    public static JsonObject ServiceAccount(string @namespace, string component) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ServiceAccount",
        ["metadata"] = Metadata(NameOf(component), @namespace, component),
    };

    public static JsonObject Budget(InstallSpec install, string @namespace, string component) => new()
    {
        ["apiVersion"] = install.DisruptionBudgetVersion,
        ["kind"] = "PodDisruptionBudget",
        ["metadata"] = Metadata(NameOf(component), @namespace, component),
        ["spec"] = new JsonObject
        {
            ["minAvailable"] = 1,
            ["selector"] = Selector(component),
        },
    };

    /// <summary>Two replicas on two nodes where there are two; an update starts the new one before it ends an old one.</summary>
    /// <param name="install">The installation.</param>
    /// <param name="namespace">Where it runs.</param>
    /// <param name="component">Operator or router.</param>
    /// <param name="container">What is special about its container.</param>
    /// <param name="graceSeconds">How long a pod may take to end.</param>
    public static JsonObject Deployment(InstallSpec install, string @namespace, string component, JsonObject container, int graceSeconds)
    {
        var pod = new JsonObject
        {
            ["serviceAccountName"] = NameOf(component),
            ["terminationGracePeriodSeconds"] = graceSeconds,
            ["securityContext"] = new JsonObject { ["runAsNonRoot"] = true, ["runAsUser"] = 65532, ["runAsGroup"] = 65532, ["fsGroup"] = 65532, ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" } },
            ["affinity"] = Apart(component),
            ["containers"] = new JsonArray(Container(install, component, container)),
            ["volumes"] = new JsonArray(new JsonObject { ["name"] = "tmp", ["emptyDir"] = new JsonObject() }),
        };
        if (install.PullSecret is { } secret)
        {
            pod["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = secret });
        }

        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = Metadata(NameOf(component), @namespace, component),
            ["spec"] = new JsonObject
            {
                ["replicas"] = Replicas,
                ["strategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = 0, ["maxSurge"] = 1 } },
                ["selector"] = Selector(component),
                ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Labels(component) }, ["spec"] = pod },
            },
        };
    }

    public static JsonObject Selector(string component) => new() { ["matchLabels"] = new JsonObject { [KnownNames.ComponentLabel] = component } };

    public static JsonObject Probe(string path, int period, int threshold) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = "admin" },
        ["periodSeconds"] = period,
        ["timeoutSeconds"] = 2,
        ["failureThreshold"] = threshold,
    };

    private static JsonObject Container(InstallSpec install, string component, JsonObject special)
    {
        var container = new JsonObject
        {
            ["name"] = component,
            ["image"] = install.Image,
            ["imagePullPolicy"] = install.PullPolicy,
        };
        foreach (var (name, value) in special)
        {
            container[name] = value?.DeepClone();
        }

        container["env"] = new JsonArray(Downward("POD_NAME", "metadata.name"), Downward("POD_NAMESPACE", "metadata.namespace"), Downward("POD_IP", "status.podIP"));
        container["ports"] = new JsonArray(new JsonObject { ["name"] = "admin", ["containerPort"] = AdminPort, ["protocol"] = "TCP" });
        container["livenessProbe"] = Probe("/healthz", period: 10, threshold: 3);
        container["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
        };
        container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "tmp", ["mountPath"] = "/tmp" });
        return container;
    }

    private static JsonObject Downward(string name, string path) => new()
    {
        ["name"] = name,
        ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = path } },
    };

    private static JsonObject Apart(string component) => new()
    {
        ["podAntiAffinity"] = new JsonObject
        {
            ["preferredDuringSchedulingIgnoredDuringExecution"] = new JsonArray(new JsonObject
            {
                ["weight"] = 100,
                ["podAffinityTerm"] = new JsonObject { ["topologyKey"] = "kubernetes.io/hostname", ["labelSelector"] = Selector(component) },
            }),
        },
    };
}
