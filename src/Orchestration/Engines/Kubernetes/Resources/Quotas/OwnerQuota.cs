using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

/// <summary>Decides whether an owner may have one sandbox more.</summary>
/// <remarks>
/// The older one comes first, so that two that are created at once do not both find the last place free. One that was
/// accepted stays so, also when the limit is lowered. One that is refused is accepted as soon as there is room.
/// </remarks>
internal sealed class OwnerQuota(ObjectIndex byOwner, SandboxLimits limits)
{
    /// <summary>Why a sandbox is not accepted; null when it is.</summary>
    public SandboxFailure? Refuse(JsonObject sandbox)
    {
        if (limits.SandboxesPerOwner is not { } limit || IsAccepted(sandbox))
        {
            return null;
        }

        var owner = RoutedSandboxReader.OwnerNameOf(sandbox);
        var before = byOwner.Find(owner).Where(other => other.Uid() != sandbox.Uid() && !IsEnding(other) && (IsAccepted(other) || IsOlder(other, sandbox))).Select(other => other.Name()).ToList();
        return before.Count < limit ? null : QuotaFailures.Owner(owner, limit, before);
    }

    /// <summary>True while it is not known whether a sandbox is accepted.</summary>
    public bool IsUndecided(JsonObject? sandbox) => limits.SandboxesPerOwner is not null && sandbox is not null && !IsAccepted(sandbox);

    /// <summary>Those of the same owner that wait for the room that a change has made.</summary>
    public IReadOnlyList<string> Waiting(WatchEvent change) =>
        limits.SandboxesPerOwner is null || !(change.Kind == WatchEventKind.Deleted || IsEnding(change.Item))
            ? []
            : [.. byOwner.Find(RoutedSandboxReader.OwnerNameOf(change.Item)).Where(other => !IsAccepted(other)).Select(other => other.Name())];

    private static bool IsAccepted(JsonObject sandbox) => sandbox.ObjectsAt("status", "conditions").Any() && QuotaFailures.Of(sandbox) is null;

    private static bool IsEnding(JsonObject sandbox) => sandbox.At("spec", "deletion") is not null || sandbox.TextAt("metadata", "deletionTimestamp") is not null;

    private static bool IsOlder(JsonObject left, JsonObject right)
    {
        var (a, b) = (left.TextAt("metadata", "creationTimestamp") ?? "", right.TextAt("metadata", "creationTimestamp") ?? "");
        return string.CompareOrdinal(a, b) is var order && (order < 0 || (order == 0 && string.CompareOrdinal(left.Name(), right.Name()) < 0));
    }
}
