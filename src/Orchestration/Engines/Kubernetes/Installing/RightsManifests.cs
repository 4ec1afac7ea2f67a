using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>Roles and their bindings.</summary>
internal static class RightsManifests
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string Users = "user";

    public static JsonObject Rule(string group, string[] resources, string[] verbs) => new()
    {
        ["apiGroups"] = new JsonArray(group),
        ["resources"] = resources.ToJson(),
        ["verbs"] = verbs.ToJson(),
    };

    /// <summary>A rule for objects of known names; creating cannot be restricted so.</summary>
    public static JsonObject Rule(string group, string[] resources, string[] verbs, string[] names)
    {
        var rule = Rule(group, resources, verbs);
        rule["resourceNames"] = names.ToJson();
        return rule;
    }

    /// <summary>A role and its binding to the component's service account; of the cluster where the scope is.</summary>
    public static IReadOnlyList<JsonObject> RoleAndBinding(InstallSpec install, string component, string @namespace, InstallScope scope, JsonArray rules)
    {
        var prefix = scope == InstallScope.Cluster ? "Cluster" : "";
        var name = scope == InstallScope.Cluster ? $"{Programs.NameOf(component)}-{install.Namespace}" : Programs.NameOf(component);
        return
        [
            new JsonObject { ["apiVersion"] = $"{Group}/v1", ["kind"] = $"{prefix}Role", ["metadata"] = Metadata(name, @namespace, component, scope), ["rules"] = rules },
            new JsonObject
            {
                ["apiVersion"] = $"{Group}/v1",
                ["kind"] = $"{prefix}RoleBinding",
                ["metadata"] = Metadata(name, @namespace, component, scope),
                ["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = $"{prefix}Role", ["name"] = name },
                ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = Programs.NameOf(component), ["namespace"] = @namespace }),
            },
        ];
    }

    /// <summary>What a person needs to use sandboxes; bound to nobody here.</summary>
    public static JsonObject UserRole(InstallSpec install) => new()
    {
        ["apiVersion"] = $"{Group}/v1",
        ["kind"] = "Role",
        ["metadata"] = Programs.Metadata(Programs.NameOf(Users), install.Namespace, Users),
        ["rules"] = new JsonArray(
            Rule(KnownNames.Group, [CustomResources.SandboxPlural, CustomResources.GroupPlural], ["get", "list", "watch", "create", "patch", "update", "delete"]),
            Rule("", ["services", "pods", "events"], ["get", "list", "watch"]),
            Rule("", ["pods/log"], ["get"]),
            Rule("", ["pods/portforward"], ["get", "create"]),
            Rule("", ["configmaps"], ["get", "list", "create", "patch", "delete"]), // results of plan runs
            Rule("apps", ["deployments", "statefulsets", "replicasets"], ["get", "list", "watch"]),
            Rule("coordination.k8s.io", ["leases"], ["get"], [KnownNames.OperatorLease]), // the operator's version
            Rule("argoproj.io", ["rollouts"], ["get", "list", "watch"])),
    };

    private static JsonObject Metadata(string name, string @namespace, string component, InstallScope scope)
    {
        var metadata = Programs.Metadata(name, @namespace, component);
        if (scope == InstallScope.Cluster)
        {
            metadata.Remove("namespace");
        }

        return metadata;
    }
}
