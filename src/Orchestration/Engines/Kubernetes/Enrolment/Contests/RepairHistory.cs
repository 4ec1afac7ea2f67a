namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;

/// <summary>How often an enrolment was repaired; the operator remembers it per Service.</summary>
/// <param name="Repairs">Repairs since the last quiet time.</param>
/// <param name="LastRepair">When the last one was.</param>
/// <param name="IsLeft">True once the Service was left to the other writer.</param>
internal sealed record RepairHistory(int Repairs, DateTimeOffset LastRepair, bool IsLeft)
{
    /// <summary>Of a Service that was just enrolled.</summary>
    public static RepairHistory None { get; } = new(0, DateTimeOffset.MinValue, false);
}
