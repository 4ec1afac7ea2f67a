using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Queueing;

/// <summary>What the operator counts over all of its namespaces.</summary>
internal sealed class OperatorMetrics
{
    public QueueMetrics Sandboxes { get; } = new(KnownNames.SandboxKind.ToLowerInvariant());

    public QueueMetrics Services { get; } = new("service");

    public void Write(MetricsText metrics) => QueueMetrics.Write(metrics, [Sandboxes, Services]);
}
