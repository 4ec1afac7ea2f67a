namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>Whether long tests run in full, which <c>./test.sh --full</c> asks for, or as a sample.</summary>
internal static class FullRun
{
    private const string Variable = "AGENTSANDBOX_FULL";

    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    public static int Count(int sample, int all) => IsAsked ? all : sample;
}
