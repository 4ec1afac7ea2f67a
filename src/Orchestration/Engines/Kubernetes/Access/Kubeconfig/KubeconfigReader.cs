using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>Chooses a context and reads what it leads to.</summary>
internal static class KubeconfigReader
{
    /// <summary>Reads all of it, also after a problem, so that all are told at once; null when something is missing that everything needs.</summary>
    public static ClusterLogin? Read(IReadOnlyList<KubeconfigFile> files, KubernetesAccessOptions options, ICommandRunner commands, KubeconfigProblems problems)
    {
        var parts = KubeconfigParts.Merge(files, problems);
        if (ChooseContext(parts, files, options, problems) is not { } context)
        {
            return null;
        }

        var cluster = Find(context, "cluster", parts.Clusters);
        var endpoint = cluster is null ? null : ClusterReader.Read(cluster, options);
        var user = context.Text("user") is null ? null : Find(context, "user", parts.Users);
        var (credentials, impersonation) = user is null ? (FixedCredentials.None, null) : UserReader.Read(user, endpoint, options, commands);
        if (endpoint is null || credentials is null)
        {
            return null;
        }

        return new ClusterLogin(
            endpoint,
            endpoint.IsEncrypted ? credentials : FixedCredentials.None, // As kubectl: nothing secret goes over a line that is not encrypted.
            impersonation,
            options.Namespace ?? context.Text("namespace") ?? "default",
            $"context \"{context.Name}\"");
    }

    private static KubeconfigEntry? ChooseContext(KubeconfigParts parts, IReadOnlyList<KubeconfigFile> files, KubernetesAccessOptions options, KubeconfigProblems problems)
    {
        var place = string.Join(", ", files.Select(file => file.Path));
        if (files.Count == 0)
        {
            if (problems.IsEmpty)
            {
                problems.Add("", "There is no kubeconfig, and this program does not run in a pod.", "log in to a cluster, or name a kubeconfig with KUBECONFIG");
            }

            return null;
        }

        if ((options.Context ?? parts.CurrentContext) is not { } name)
        {
            problems.Add(place, $"No context is chosen. There are: {Names(parts.Contexts.Keys)}.", "choose one with \"kubectl config use-context\", or name it");
            return null;
        }

        if (parts.Contexts.TryGetValue(name, out var context))
        {
            return new KubeconfigEntry(context.File, name, context.Body, problems);
        }

        var nearest = NearestName.Find(name, parts.Contexts.Keys);
        problems.Add(
            place,
            $"There is no context \"{name}\". There are: {Names(parts.Contexts.Keys)}.",
            nearest is null ? "name one of them" : $"did you mean \"{nearest}\"?");
        return null;
    }

    private static KubeconfigEntry? Find(KubeconfigEntry context, string key, IReadOnlyDictionary<string, KubeconfigEntry> entries)
    {
        if (context.Text(key) is not { } name)
        {
            context.Report(key, $"The context \"{context.Name}\" names no {key}.", $"write \"{key}:\"");
            return null;
        }

        if (entries.TryGetValue(name, out var entry))
        {
            return entry;
        }

        context.Report(key, $"The context \"{context.Name}\" names the {key} \"{name}\", which does not exist. There are: {Names(entries.Keys)}.", "name one of them");
        return null;
    }

    private static string Names(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "none" : string.Join(", ", all.Take(20)) + (all.Count > 20 ? ", …" : "");
    }
}
