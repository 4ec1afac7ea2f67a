namespace AgentSandbox.Orchestration.Sandboxes.Workloads;

/// <summary>Names a workload of the baseline.</summary>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Name">Its name, in the sandbox's namespace.</param>
public sealed record WorkloadReference(string Kind, string Name)
{
    /// <inheritdoc />
    public override string ToString() => $"{Kind}/{Name}";
}
