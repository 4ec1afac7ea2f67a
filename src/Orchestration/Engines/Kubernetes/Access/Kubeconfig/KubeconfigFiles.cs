using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>Finds and parses the files, in the order in which they count.</summary>
internal static class KubeconfigFiles
{
    private const string Variable = "KUBECONFIG";
    private const long MaxBytes = 8 * 1024 * 1024;
    private const string EmptyCode = "kubeconfig_empty";

    private static readonly DocumentKind s_kind = new("kubeconfig", "kubeconfig_", "log in to a cluster", "log in to a cluster", "name a file", "user");

    /// <summary>Reads what is there. Files of <c>KUBECONFIG</c> may be absent, as kubectl has it; one that was asked for may not.</summary>
    public static IReadOnlyList<KubeconfigFile> Read(KubernetesAccessOptions options, KubeconfigProblems problems)
    {
        if (options.KubeconfigPath is { } asked)
        {
            var path = Path.GetFullPath(asked);
            if (!File.Exists(path))
            {
                problems.Add(path, "There is no such file.", "name an existing kubeconfig");
                return [];
            }

            return ReadAll([path], problems);
        }

        var listed = options.Environment.GetValueOrDefault(Variable);
        var paths = string.IsNullOrWhiteSpace(listed)
            ? [Path.Join(Home(options), ".kube", "config")]
            : listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ReadAll(paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Where(File.Exists), problems);
    }

    private static string Home(KubernetesAccessOptions options) =>
        options.Environment.GetValueOrDefault("HOME") ?? options.Environment.GetValueOrDefault("USERPROFILE") ?? Path.GetPathRoot(Environment.CurrentDirectory) ?? "/";

    private static List<KubeconfigFile> ReadAll(IEnumerable<string> paths, KubeconfigProblems problems) =>
        [.. paths.Select(path => ReadOne(path, problems)).OfType<KubeconfigFile>()];

    private static KubeconfigFile? ReadOne(string path, KubeconfigProblems problems)
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                problems.Add(path, "The file is larger than any kubeconfig.", "name the right file");
                return null;
            }

            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(path, $"The file cannot be read: {exception.Message}", "allow this user to read it");
            return null;
        }

        return Parse(path, text, problems);
    }

    private static KubeconfigFile? Parse(string path, string text, KubeconfigProblems problems)
    {
        var found = new ProblemList(s_kind);
        var root = YamlTreeReader.Read(text, found);
        foreach (var problem in found.InOrder().Where(problem => problem.Code != EmptyCode))
        {
            problems.Add(path, problem.Line, problem.Column, problem.Message, problem.Fix);
        }

        if (root is null)
        {
            return null; // An empty file counts as none, as it does for kubectl.
        }

        if (root.Kind != YamlValueKind.Mapping)
        {
            problems.Add(path, root, "A kubeconfig is a mapping with clusters, users and contexts.", "name the right file");
            return null;
        }

        return new KubeconfigFile(path, root);
    }
}
