using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>Exactly what the operator needs: it reads no secrets and no configuration, runs nothing in pods, and sees no objects of the cluster.</summary>
internal static class OperatorRights
{
    /// <summary>Where the keys are kept that ended in a namespace.</summary>
    public const string EndedKeysName = KnownNames.ManagedBy + "-ended-keys";

    private static readonly string[] s_look = ["get", "list", "watch"];
    private static readonly string[] s_own = ["get", "list", "watch", "create", "patch", "update", "delete"];

    public static IReadOnlyList<JsonObject> Of(InstallSpec install) => RightsManifests.RoleAndBinding(install, KnownNames.OperatorComponent, install.Namespace, install.Scope, Rules());

    private static JsonArray Rules() =>
    [
        RightsManifests.Rule(KnownNames.Group, [CustomResources.SandboxPlural, CustomResources.GroupPlural], ["get", "list", "watch", "patch", "update", "delete"]),
        RightsManifests.Rule(KnownNames.Group, [CustomResources.SandboxPlural + "/status", CustomResources.GroupPlural + "/status"], ["get", "patch", "update"]),
        // Owner references that block the owner's deletion need this where the server checks it.
        RightsManifests.Rule(KnownNames.Group, [CustomResources.SandboxPlural + "/finalizers", CustomResources.GroupPlural + "/finalizers"], ["update"]),
        RightsManifests.Rule("apps", ["deployments"], s_own), // forks, and the routers of its namespace
        RightsManifests.Rule("apps", ["replicasets", "statefulsets", "daemonsets"], s_look),
        RightsManifests.Rule("argoproj.io", ["rollouts"], s_look),
        RightsManifests.Rule("", ["pods"], s_look),
        RightsManifests.Rule("", ["pods/log"], ["get"]),
        RightsManifests.Rule("", ["services"], ["get", "list", "watch", "patch"]), // repairs of enrolments
        RightsManifests.Rule("", ["persistentvolumeclaims"], ["get", "list", "watch", "create", "delete"]),
        RightsManifests.Rule("", ["events"], ["get", "list", "watch", "create", "patch"]),
        RightsManifests.Rule("", ["configmaps"], ["create"]),
        RightsManifests.Rule("", ["configmaps"], ["get", "update", "patch", "delete"], [EndedKeysName]),
        RightsManifests.Rule("policy", ["poddisruptionbudgets"], s_look),
        RightsManifests.Rule("networking.k8s.io", ["networkpolicies"], s_look),
        RightsManifests.Rule("coordination.k8s.io", ["leases"], ["get", "list", "watch", "create", "update", "patch"]),
    ];
}
