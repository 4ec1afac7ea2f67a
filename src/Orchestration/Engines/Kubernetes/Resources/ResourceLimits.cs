namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>How much of a failure goes into a status: every reader of the API holds all of it in memory.</summary>
internal static class ResourceLimits
{
    public const int Forks = 64;
    public const int Message = 2048;
    public const int Lines = 20;
    public const int Line = 400;
    public const int Reasons = 8;
}
