using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Router.Recording;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>Routers that others share keep no copies of traffic.</summary>
internal sealed class NoTraffic : ITrafficSource
{
    public SandboxFailure? Refusal { get; } = new()
    {
        Code = FailureCodes.RecordingUnusable,
        Category = FailureCategory.User,
        Message = "Traffic of a cluster is not recorded: its routers serve everybody, and keep no copies.",
        Hint = "Record the same requests with the local engine; 'replay' plays that recording in the cluster too.",
    };

    public TrafficRecording Record(TrafficScope scope) => throw new NotSupportedException("Traffic of a cluster is not recorded.");
}
