using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>The cluster that the tests meet: the one that is named, or the one that <c>tests/cluster</c> has brought up.</summary>
internal static class TestCluster
{
    private const string Variable = "AGENTSANDBOX_TEST_KUBECONFIG";
    private static readonly Lazy<(string? Kubeconfig, string Reason)> s_found = new(Find);
    private static readonly Lazy<Task<string>> s_box = new(MakeBoxAsync);

    /// <summary>Null when there is no cluster.</summary>
    public static string? Kubeconfig => s_found.Value.Kubeconfig;

    /// <summary>Why there is none.</summary>
    public static string Reason => s_found.Value.Reason;

    /// <summary>Whether its parts can be killed and images be loaded.</summary>
    public static bool IsOurs => Kubeconfig is { } path && File.Exists(path) && Path.GetFullPath(path) == Path.Join(StateFolder, "kubeconfig");

    /// <summary>Where pods of the cluster of <c>tests/cluster</c> reach programs of this machine.</summary>
    public static string MachineAddress => $"10.{File.ReadAllText(Path.Join(StateFolder, "network")).Trim()}.192.1";

    /// <summary>An image with busybox, in the cluster.</summary>
    public static Task<string> BoxImageAsync() => s_box.Value;

    public static IKubernetesApi Open(string? @namespace = null) => KubernetesAccess.Open(new KubernetesAccessOptions { KubeconfigPath = Kubeconfig, Namespace = @namespace }) is { } result && result.IsSuccess
        ? result.Value
        : throw new InvalidOperationException("The test cluster's kubeconfig cannot be used.");

    /// <summary>Runs one of the scripts of <c>tests/cluster</c>.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = RepositoryFiles.At("tests", "cluster", script),
                Arguments = arguments,
                WorkingDirectory = RepositoryFiles.Root,
                Environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
                Timeout = TestTimeouts.Default,
            },
            CancellationToken.None);
        return result.Success ? result.OutputText : throw new InvalidOperationException($"{script} {string.Join(' ', arguments)}: {result.OutputText} {result.ErrorText}");
    }

    /// <summary>Where <c>tests/cluster</c> keeps programs such as kubectl, should the machine have none.</summary>
    public static string ProgramFolder => Path.Join(CacheFolder, "bin");

    public static string CacheFolder
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Join(Environment.GetEnvironmentVariable("HOME"), ".cache");
            return Environment.GetEnvironmentVariable("AGENTSANDBOX_TEST_CLUSTER_CACHE") is { Length: > 0 } named ? named : Path.Join(home, "agent-sandbox", "test-cluster");
        }
    }

    /// <summary>Where the cluster of <c>tests/cluster</c> keeps what it is.</summary>
    public static string StateFolder => Environment.GetEnvironmentVariable("AGENTSANDBOX_TEST_CLUSTER_STATE") is { Length: > 0 } state ? state : Path.Join(CacheFolder, "state");

    private static (string? Kubeconfig, string Reason) Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return (named, "");
        }

        if (!OperatingSystem.IsLinux())
        {
            return (null, $"No cluster: tests/cluster needs Linux, and {Variable} names no other.");
        }

        try
        {
            _ = RunAsync("status").GetAwaiter().GetResult();
            return (Path.Join(StateFolder, "kubeconfig"), "");
        }
        catch (InvalidOperationException)
        {
            return (null, $"No cluster: 'tests/cluster/up' brings one up, or {Variable} names another one's kubeconfig.");
        }
    }

    private static async Task<string> MakeBoxAsync() =>
        IsOurs ? (await RunAsync("image", "--name", "cluster-tests/box", "--base", "busybox", "--", "sleep", "1000000")).Trim().Split('\n')[^1] : "busybox:stable";
}
