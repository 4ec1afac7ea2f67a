using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;

/// <summary>Decides about a Service that is to be enrolled and may have been changed by somebody else.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Next">What to remember; once the action is done.</param>
internal sealed record RepairDecision(RepairAction Action, RepairHistory Next)
{
    public const int MaxRepairs = 3;

    /// <summary>GitOps tools reconcile every few minutes; whoever wrote once and then not for this long is no competitor.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromHours(1);

    public static EnrolmentState Observe(JsonObject service) =>
        (EnrolledService.IsMarked(service), EnrolledService.SelectsRouters(service), EnrolledService.PortsAreRouted(service)) switch
        {
            (_, true, _) when EnrolledService.OriginalSelector(service).Count == 0 => EnrolmentState.OriginalsLost,
            (true, true, true) => EnrolmentState.Enrolled,
            (true, true, false) => EnrolledService.HasTargetPutBack(service) ? EnrolmentState.PutBack : EnrolmentState.PortsChanged,
            (true, false, _) => EnrolmentState.PutBack,
            _ => EnrolmentState.Absent,
        };

    /// <param name="state">As observed.</param>
    /// <param name="history">What was remembered.</param>
    /// <param name="now">The time.</param>
    public static RepairDecision Decide(EnrolmentState state, RepairHistory history, DateTimeOffset now)
    {
        var count = now - history.LastRepair > s_quiet ? 0 : history.Repairs;
        return (state, history.IsLeft) switch
        {
            (EnrolmentState.Enrolled, _) => new RepairDecision(RepairAction.None, history with { IsLeft = false }),
            (_, true) => new RepairDecision(RepairAction.Leave, history),
            (EnrolmentState.PortsChanged, _) => new RepairDecision(RepairAction.Repair, history), // its owner added a port, which contests nothing
            _ when count >= MaxRepairs => new RepairDecision(RepairAction.Leave, history with { IsLeft = true }),
            (EnrolmentState.OriginalsLost, _) => new RepairDecision(RepairAction.RestoreOriginals, new RepairHistory(count + 1, now, false)),
            _ => new RepairDecision(RepairAction.Repair, new RepairHistory(count + 1, now, false)),
        };
    }

    /// <summary>What is reported when a Service is left.</summary>
    public static SandboxFailure Contested(JsonObject service)
    {
        var writer = CompetingWriter.Of(service);
        return new SandboxFailure
        {
            Code = FailureCodes.EnrolmentContested,
            Category = FailureCategory.Environment,
            Message = $"The Service '{service.Name()}' is not routed: {(writer.Manager is null ? "another writer" : $"'{writer.Manager}'")} put its selector back {MaxRepairs} times after it was repaired, and it was left so.",
            Hint = writer.Advice,
        };
    }
}
