using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>One router pod.</summary>
internal sealed record RouterPodOptions
{
    /// <summary>Where its table comes from, and who it is.</summary>
    public required TableClientOptions Tables { get; init; }

    /// <summary>The address on which it listens for services, peers and the kubelet.</summary>
    public required IPAddress ListenAddress { get; init; }

    public int AdminPort { get; init; } = Programs.AdminPort;

    public int HopsPort { get; init; } = RouterManifests.HopsPort;

    /// <summary>After this time without any table it serves the baseline nevertheless: an operator that is away must not take it down.</summary>
    public TimeSpan OperatorLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long nothing may come to the old port of a Service before it is closed: more than kube-proxy needs to follow.</summary>
    public TimeSpan RetireQuiet { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When an old port is closed in any case.</summary>
    public TimeSpan RetireLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long nothing may come before a drained pod may end.</summary>
    public TimeSpan DrainQuiet { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a drain waits for the news that the pod ends; without it, it is refused.</summary>
    public TimeSpan DrainPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When a drained pod may end in any case.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long requests in flight may take after the signal to end; with the drain below the pod's grace.</summary>
    public TimeSpan ShutdownLimit { get; init; } = TimeSpan.FromSeconds(15);
}
