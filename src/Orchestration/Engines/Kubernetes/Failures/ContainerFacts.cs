using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>A container of a pod, as it was asked for and as it is.</summary>
internal sealed record ContainerFacts(JsonObject Pod, string Name, bool IsInit, JsonObject Status, JsonObject Spec)
{
    public string? WaitingReason => Status.TextAt("state", "waiting", "reason");

    public string WaitingMessage => Status.TextAt("state", "waiting", "message") ?? "";

    public int Restarts => Status.NumberAt("restartCount") ?? 0;

    public bool IsRunning => Status.At("state", "running") is not null;

    public bool IsReady => Status.FlagAt("ready");

    public DateTimeOffset? StartedAt => Status.TimeAt("state", "running", "startedAt");

    /// <summary>How it ended last: now, or before it was started again.</summary>
    public JsonObject? Ended => Status.ObjectAt("state", "terminated") ?? Status.ObjectAt("lastState", "terminated");

    public int ExitCode => Ended.NumberAt("exitCode") ?? 0;

    public string Image => Spec.TextAt("image") ?? Status.TextAt("image") ?? "";

    /// <summary>For messages: the container, and the pod where somebody may look.</summary>
    public override string ToString() => $"container '{Name}' of pod '{Pod.Name()}'";
}
