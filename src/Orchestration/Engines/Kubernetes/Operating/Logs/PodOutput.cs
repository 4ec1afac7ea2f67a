using AgentSandbox.Orchestration.Logs;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

/// <summary>The output of one container of a pod.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="IsPrevious">The output before its last restart.</param>
/// <param name="Source">How its lines are labelled, and what names it in cursors.</param>
internal sealed record PodOutput(string Pod, string Container, bool IsPrevious, LogSource Source);
