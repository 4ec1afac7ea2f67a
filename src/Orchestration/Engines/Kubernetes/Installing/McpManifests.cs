using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>The MCP server of a namespace for a team. Its account has no rights and no token: each request brings that of its user.</summary>
/// <remarks>One replica, because sessions are in its memory; a client whose session is gone begins a new one.</remarks>
internal static class McpManifests
{
    /// <summary>Where clients reach it.</summary>
    public const int Port = 8080;

    /// <summary>The cluster's authority, which every namespace has as a ConfigMap.</summary>
    public const string AuthorityFile = AuthorityFolder + "/ca.crt";

    private const string AuthorityFolder = "/var/run/agent-sandbox";
    private const string AuthorityMap = "kube-root-ca.crt";
    private const string Component = KnownNames.McpComponent;
    private const int GraceSeconds = 30;

    public static IReadOnlyList<JsonObject> Of(InstallSpec install)
    {
        var account = Programs.ServiceAccount(install.Namespace, Component);
        account["automountServiceAccountToken"] = false;
        return [account, Service(install), Deployment(install)];
    }

    /// <summary>How clients may call it: by its Service, and through a port-forward.</summary>
    public static IReadOnlyList<string> HostNames(string @namespace)
    {
        var name = Programs.NameOf(Component);
        return [name, $"{name}.{@namespace}", $"{name}.{@namespace}.svc", $"{name}.{@namespace}.svc.cluster.local", "localhost", "127.0.0.1", "[::1]"];
    }

    /// <summary>The names beyond its own that a server was installed with.</summary>
    public static IReadOnlyList<string> HostsOf(JsonObject deployment)
    {
        var arguments = deployment.ObjectsAt("spec", "template", "spec", "containers").FirstOrDefault().ListAt("args");
        return [.. arguments.Zip(arguments.Skip(1)).Where(pair => pair.First == "--allow-host").Select(pair => pair.Second).Except(HostNames(deployment.Namespace()))];
    }

    private static JsonObject Deployment(InstallSpec install)
    {
        var deployment = Programs.Deployment(install, install.Namespace, Component, new JsonObject
        {
            ["args"] = Arguments(install),
            ["readinessProbe"] = Programs.Probe("/readyz", period: 3, threshold: 2),
            ["resources"] = new JsonObject
            {
                ["requests"] = new JsonObject { ["cpu"] = "50m", ["memory"] = "128Mi" },
                ["limits"] = new JsonObject { ["memory"] = "768Mi" },
            },
        }, GraceSeconds);
        var spec = deployment.Ensure("spec");
        spec["replicas"] = 1;
        var pod = spec.Ensure("template").Ensure("spec");
        pod["automountServiceAccountToken"] = false;
        var container = pod.ObjectsAt("containers").Single();
        ((JsonArray)container["ports"]!).Add(new JsonObject { ["name"] = "mcp", ["containerPort"] = Port, ["protocol"] = "TCP" }); // every program has some
        ((JsonArray)container["volumeMounts"]!).Add(new JsonObject { ["name"] = "authority", ["mountPath"] = AuthorityFolder, ["readOnly"] = true }); // as above
        ((JsonArray)pod["volumes"]!).Add(new JsonObject { ["name"] = "authority", ["configMap"] = new JsonObject { ["name"] = AuthorityMap } }); // as above
        return deployment;
    }

    private static JsonArray Arguments(InstallSpec install)
    {
        JsonArray arguments = ["serve", "--namespace", install.Namespace];
        foreach (var host in install.McpHosts.Count == 0 ? [] : HostNames(install.Namespace).Concat(install.McpHosts).Distinct())
        {
            arguments.Add("--allow-host");
            arguments.Add(host);
        }

        return arguments;
    }

    private static JsonObject Service(InstallSpec install) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = Programs.Metadata(Programs.NameOf(Component), install.Namespace, Component),
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { [KnownNames.ComponentLabel] = Component },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http-mcp", ["port"] = Port, ["protocol"] = "TCP", ["targetPort"] = "mcp" }),
        },
    };
}
