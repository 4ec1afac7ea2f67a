namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>All files merged: of each name the first file's entry counts, whole.</summary>
internal sealed class KubeconfigParts
{
    private readonly Dictionary<string, KubeconfigEntry> _contexts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigEntry> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigEntry> _users = new(StringComparer.Ordinal);

    private KubeconfigParts()
    {
    }

    /// <summary>The first that a file names.</summary>
    public string? CurrentContext { get; private set; }

    public IReadOnlyDictionary<string, KubeconfigEntry> Contexts => _contexts;

    public IReadOnlyDictionary<string, KubeconfigEntry> Clusters => _clusters;

    public IReadOnlyDictionary<string, KubeconfigEntry> Users => _users;

    public static KubeconfigParts Merge(IReadOnlyList<KubeconfigFile> files, KubeconfigProblems problems)
    {
        var parts = new KubeconfigParts();
        foreach (var root in files.Select(file => new KubeconfigEntry(file, "", file.Root, problems)))
        {
            parts.CurrentContext ??= root.Text("current-context");
            Take(root, "contexts", "context", parts._contexts);
            Take(root, "clusters", "cluster", parts._clusters);
            Take(root, "users", "user", parts._users);
        }

        return parts;
    }

    private static void Take(KubeconfigEntry root, string list, string key, Dictionary<string, KubeconfigEntry> into)
    {
        foreach (var item in root.Children(list))
        {
            if (item.Text("name") is not { } name)
            {
                item.Report(null, $"An item of \"{list}\" has no name.", "write \"name:\"");
            }
            else if (item.Child(key) is { } body)
            {
                into.TryAdd(name, body);
            }
            else if (KubeconfigEntry.IsNull(item.Body.Find(key)))
            {
                into.TryAdd(name, new KubeconfigEntry(item.File, name, item.Body, new KubeconfigProblems())); // empty: a user of no credentials
            }
        }
    }
}
