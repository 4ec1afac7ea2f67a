using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Store;

/// <summary>Holds what is wanted and what was observed of every sandbox. Safe for concurrent use.</summary>
public interface ISandboxStore
{
    /// <summary>The newest record, or null when there is none.</summary>
    /// <param name="id">The sandbox.</param>
    SandboxRecord? Find(SandboxId id);

    /// <summary>All records, ordered by name.</summary>
    IReadOnlyList<SandboxRecord> List();

    /// <summary>Keys of sandboxes that are gone.</summary>
    IReadOnlyList<EndedKey> EndedKeys();

    /// <summary>Reads, changes and durably writes one record as one step.</summary>
    /// <param name="id">The sandbox.</param>
    /// <param name="change">Gets the current record or null; returns the new one. Returning null or the same instance changes nothing.</param>
    /// <param name="cancellationToken">Ends the wait for the store; a begun write is finished.</param>
    /// <returns>The record after the step.</returns>
    Task<SandboxRecord?> UpdateAsync(SandboxId id, Func<SandboxRecord?, SandboxRecord?> change, CancellationToken cancellationToken);

    /// <summary>Forgets a sandbox and keeps its key as ended.</summary>
    /// <param name="id">The sandbox.</param>
    /// <param name="reason">Why it ended.</param>
    /// <param name="cancellationToken">Ends the wait for the store; a begun write is finished.</param>
    Task RemoveAsync(SandboxId id, string reason, CancellationToken cancellationToken);

    /// <summary>A task that ends at the next change of any record.</summary>
    Task WhenChanged();

    /// <summary>A task that ends at the next change of one record, and at times without one.</summary>
    /// <param name="id">The sandbox.</param>
    Task WhenChanged(SandboxId id) => WhenChanged();
}
