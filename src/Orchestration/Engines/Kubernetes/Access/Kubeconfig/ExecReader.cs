using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>Reads the credential plugin of a user.</summary>
internal static class ExecReader
{
    private const string GroupName = "client.authentication.k8s.io";

    public static ExecPlugin? Read(KubeconfigEntry exec, ClusterEndpoint? endpoint, KubernetesAccessOptions options)
    {
        var version = exec.Text("apiVersion");
        if (version is not (GroupName + "/v1" or GroupName + "/v1beta1"))
        {
            exec.Report("apiVersion", $"The plugin's apiVersion \"{version}\" is not understood.", $"write {GroupName}/v1 or v1beta1; newer versions of the plugin speak them");
        }

        var command = exec.Text("command");
        if (command is null)
        {
            exec.Report("command", "The plugin has no \"command\".", "name the program");
        }

        CheckMode(exec, version);
        var environment = ReadEnvironment(exec, options);
        return version is null || command is null ? null : new ExecPlugin
        {
            ApiVersion = version,
            Command = command.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar) ? exec.File.Resolve(command) : command,
            Arguments = exec.List("args"),
            Environment = environment,
            InstallHint = exec.Text("installHint"),
            Cluster = exec.Flag("provideClusterInfo") ? (JsonObject?)endpoint?.PluginInfo.DeepClone() : null,
            WorkingDirectory = Environment.CurrentDirectory,
        };
    }

    private static void CheckMode(KubeconfigEntry exec, string? version)
    {
        switch (exec.Text("interactiveMode"))
        {
            case "Never" or "IfAvailable":
            case null when version != GroupName + "/v1":
                break;
            case "Always":
                exec.Report("interactiveMode", "The plugin asks a person at a terminal, and this program has none.", "log in with a plugin that can work alone (interactiveMode Never or IfAvailable)");
                break;
            case null:
                exec.Report("interactiveMode", "A plugin of v1 needs \"interactiveMode\".", "write interactiveMode: IfAvailable");
                break;
            case var other:
                exec.Report("interactiveMode", $"The interactiveMode \"{other}\" does not exist.", "write Never, IfAvailable or Always");
                break;
        }
    }

    /// <summary>The user's whole environment, as the plugin is the user's own program, and what the kubeconfig adds.</summary>
    private static Dictionary<string, string> ReadEnvironment(KubeconfigEntry exec, KubernetesAccessOptions options)
    {
        var environment = new Dictionary<string, string>(options.Environment, StringComparer.Ordinal);
        foreach (var item in exec.Children("env"))
        {
            if (item.Text("name") is { } name)
            {
                environment[name] = item.Text("value") ?? "";
            }
            else
            {
                item.Report(null, "A variable of \"env\" has no name.", "write \"name:\" and \"value:\"");
            }
        }

        return environment;
    }
}
