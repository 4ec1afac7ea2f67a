using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Leases;

/// <summary>When a lease ends: after its idle time, or at its hard cap, whichever comes first.</summary>
internal static class LeasePolicy
{
    /// <summary>Activity is written to the store only when it moved by this share of the idle limit.</summary>
    private const int PersistShare = 4;

    public static DateTimeOffset ExpiresAt(SandboxRecord record)
    {
        var idle = record.LastActivity + record.Spec.Lease.Idle;
        var cap = record.Spec.CreatedAt + record.Spec.Lease.Max;
        return idle < cap ? idle : cap;
    }

    public static bool HasEnded(SandboxRecord record, DateTimeOffset now) => now >= ExpiresAt(record);

    public static Deletion End(SandboxRecord record, DateTimeOffset now) => new(
        now >= record.Spec.CreatedAt + record.Spec.Lease.Max
            ? $"its lease ended: it reached the cap of {Durations.Format(record.Spec.Lease.Max)}"
            : $"its lease ended: it was idle for {Durations.Format(record.Spec.Lease.Idle)}",
        now);

    public static bool ShouldPersist(SandboxRecord persisted, DateTimeOffset activity) =>
        activity - persisted.LastActivity >= persisted.Spec.Lease.Idle / PersistShare;
}
