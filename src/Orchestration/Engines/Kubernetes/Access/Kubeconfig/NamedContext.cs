using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>A context as the user's files have it, by the names in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cluster">The entry of its cluster.</param>
/// <param name="User">The entry of its user; null when it names none.</param>
/// <param name="Files">The files, in the order in which they count.</param>
internal sealed record NamedContext(string Name, string Cluster, string? User, IReadOnlyList<string> Files)
{
    /// <summary>The chosen context, or <c>kubeconfig_invalid</c> with everything that is wrong.</summary>
    public static Result<NamedContext> Read(KubernetesAccessOptions options)
    {
        var problems = new KubeconfigProblems();
        var files = KubeconfigFiles.Read(options, problems);
        var parts = KubeconfigParts.Merge(files, problems);
        var name = options.Context ?? parts.CurrentContext;
        if (!problems.IsEmpty)
        {
            return problems.ToFailure(files);
        }

        if (name is not null && parts.Contexts.GetValueOrDefault(name) is { } context && context.Text("cluster") is { } cluster)
        {
            return new NamedContext(name, cluster, context.Text("user"), [.. files.Select(file => file.Path)]);
        }

        problems.Add(string.Join(", ", files.Select(file => file.Path)), name is null ? "No context is chosen." : $"There is no context \"{name}\" with a cluster.", "choose one with \"kubectl config use-context\", or name it");
        return problems.ToFailure(files);
    }

    /// <summary>A file to be put before the others: the same login under another name, in a namespace of its own. It holds no credentials.</summary>
    /// <param name="name">The new context, which is the current one then.</param>
    /// <param name="namespace">Its namespace.</param>
    public string InNamespace(string name, string @namespace)
    {
        var context = new JsonObject { ["cluster"] = Cluster, ["namespace"] = @namespace };
        if (User is not null)
        {
            context["user"] = User;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = name,
            ["contexts"] = new JsonArray(new JsonObject { ["name"] = name, ["context"] = context }),
        }.ToJsonString();
    }
}
