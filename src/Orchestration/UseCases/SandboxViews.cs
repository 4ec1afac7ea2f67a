using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Adds to a record what has to be looked up: lease end and staleness.</summary>
internal sealed class SandboxViews(ISandboxEngine engine)
{
    public Recordings? Recordings { get; init; }

    public async Task<SandboxView> ShowAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        var stale = new List<string>();
        foreach (var group in record.Spec.Forks.Values.GroupBy(fork => fork.Source))
        {
            if (await engine.IsStaleAsync(group.Key, cancellationToken) == true)
            {
                stale.AddRange(group.Select(fork => fork.Service));
            }
        }

        return Brief(record) with { StaleServices = stale, Notes = [.. RecordingNotes.Of(Recordings, record.Spec.Id)] };
    }

    /// <summary>Without a look at the working tree; for lists.</summary>
    public static SandboxView Brief(SandboxRecord record) => new(record, LeasePolicy.ExpiresAt(record), []);
}
