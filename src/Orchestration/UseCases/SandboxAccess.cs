using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Finds a sandbox that a caller may read, or may change.</summary>
internal static class SandboxAccess
{
    public static Result<SandboxRecord> ForReading(ISandboxStore store, SandboxId id) =>
        store.Find(id) is { } record ? record : SandboxFailures.NotFound(id, store);

    public static Result<SandboxRecord> ForChanging(ISandboxStore store, SandboxId id, Caller caller, bool takeOver) => store.Find(id) switch
    {
        null => SandboxFailures.NotFound(id, store),
        { Spec.Deletion: not null } record => SandboxFailures.Deleting(record),
        var record when record.Spec.Owner != caller.Owner && !takeOver => SandboxFailures.NotOwner(record),
        var record => record,
    };
}
