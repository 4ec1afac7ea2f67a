using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>Somebody else's program: what it writes is written by another field manager.</summary>
internal static class Kubectl
{
    /// <summary>Runs it and returns what it printed.</summary>
    /// <param name="namespace">Where.</param>
    /// <param name="arguments">What it is to do.</param>
    public static async Task<string> RunAsync(string @namespace, params string[] arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
        environment["PATH"] = $"{environment.GetValueOrDefault("PATH")}{Path.PathSeparator}{TestCluster.ProgramFolder}";
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = "kubectl",
                Arguments = ["--kubeconfig", TestCluster.Kubeconfig!, "-n", @namespace, .. arguments], // its tests are skipped without one
                WorkingDirectory = RepositoryFiles.Root,
                Environment = environment,
                Timeout = TestTimeouts.Default,
            },
            CancellationToken.None);
        return result.Success ? result.OutputText : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {result.OutputText} {result.ErrorText}");
    }
}
