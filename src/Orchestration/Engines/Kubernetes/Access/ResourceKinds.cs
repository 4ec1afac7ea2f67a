using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>The kinds that this program reads or writes, in versions that Kubernetes 1.20 and current releases serve.</summary>
internal static class ResourceKinds
{
    public static readonly ResourceKind Sandboxes = new(KnownNames.ApiVersion, KnownNames.SandboxKind, "routedsandboxes");
    public static readonly ResourceKind Groups = new(KnownNames.ApiVersion, KnownNames.GroupKind, "routegroups");
    public static readonly ResourceKind Pods = new("v1", "Pod", "pods");
    public static readonly ResourceKind Services = new("v1", "Service", "services");
    public static readonly ResourceKind Secrets = new("v1", "Secret", "secrets");
    public static readonly ResourceKind ConfigMaps = new("v1", "ConfigMap", "configmaps");
    public static readonly ResourceKind Events = new("v1", "Event", "events");
    public static readonly ResourceKind Namespaces = new("v1", "Namespace", "namespaces", IsNamespaced: false);
    public static readonly ResourceKind Claims = new("v1", "PersistentVolumeClaim", "persistentvolumeclaims");
    public static readonly ResourceKind ServiceAccounts = new("v1", "ServiceAccount", "serviceaccounts");
    public static readonly ResourceKind Deployments = new("apps/v1", "Deployment", "deployments");
    public static readonly ResourceKind StatefulSets = new("apps/v1", "StatefulSet", "statefulsets");
    public static readonly ResourceKind DaemonSets = new("apps/v1", "DaemonSet", "daemonsets");
    public static readonly ResourceKind ReplicaSets = new("apps/v1", "ReplicaSet", "replicasets");
    public static readonly ResourceKind Jobs = new("batch/v1", "Job", "jobs");
    public static readonly ResourceKind Rollouts = new("argoproj.io/v1alpha1", "Rollout", "rollouts");
    public static readonly ResourceKind NetworkPolicies = new("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies");
    public static readonly ResourceKind Leases = new("coordination.k8s.io/v1", "Lease", "leases");
    public static readonly ResourceKind Roles = new("rbac.authorization.k8s.io/v1", "Role", "roles");
    public static readonly ResourceKind RoleBindings = new("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings");
    public static readonly ResourceKind ClusterRoles = new("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", IsNamespaced: false);
    public static readonly ResourceKind ClusterRoleBindings = new("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", IsNamespaced: false);
    public static readonly ResourceKind Definitions = new("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions", IsNamespaced: false);
    public static readonly ResourceKind Budgets = new("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets");

    public static readonly ResourceKind Endpoints = new("v1", "Endpoints", "endpoints");

    /// <summary>Before Kubernetes 1.21.</summary>
    public static readonly ResourceKind OlderBudgets = new("policy/v1beta1", "PodDisruptionBudget", "poddisruptionbudgets");

    private static readonly Dictionary<(string, string), ResourceKind> s_byName = new[]
    {
        Sandboxes, Groups, Pods, Services, Secrets, ConfigMaps, Events, Namespaces, Claims, ServiceAccounts, Deployments, StatefulSets, DaemonSets,
        ReplicaSets, Jobs, Rollouts, NetworkPolicies, Leases, Roles, RoleBindings, ClusterRoles, ClusterRoleBindings, Definitions, Budgets, OlderBudgets,
    }.ToDictionary(kind => (kind.ApiVersion, kind.Kind));

    /// <summary>The kind of an object that this program made; null for any other.</summary>
    public static ResourceKind? Of(JsonObject item) => s_byName.GetValueOrDefault((item.TextAt("apiVersion") ?? "", item.Kind()));
}
