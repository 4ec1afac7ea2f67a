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

        return Brief(record) with { StaleServices = stale, Notes = [.. Refusal(record), .. await WaitingAsync(record, cancellationToken), .. ChangedBaselines(record), .. RecordingNotes.Of(Recordings, record.Spec.Id)] };
    }

    /// <summary>Why what is not finished may not become so.</summary>
    private async Task<IReadOnlyList<string>> WaitingAsync(SandboxRecord record, CancellationToken cancellationToken) =>
        record.Phase is SandboxPhase.Ready or SandboxPhase.Degraded || await engine.CheckAsync(EngineUse.Wait, cancellationToken) is not { } failure
            ? []
            : [$"{failure.Code}: {failure.Message} {failure.Hint}"];

    /// <summary>What a caller should know of forks whose baseline moved on without them.</summary>
    public static IEnumerable<string> ChangedBaselines(SandboxRecord record) => record.Forks.Values
        .Where(fork => fork.ChangedBaseline is not null && record.Spec.Forks.ContainsKey(fork.Service))
        .OrderBy(fork => fork.Service, StringComparer.Ordinal)
        .Select(fork => $"baseline changed: {fork.ChangedBaseline} is no longer what the fork of {fork.Service} was cloned from; deploy_fork with rebase: true follows it.");

    private static IEnumerable<string> Refusal(SandboxRecord record) => record.Refusal is { } refusal ? [$"Not accepted ({refusal.Code}): {refusal.Message} {refusal.Hint}"] : [];

    /// <summary>Without a look at the working tree; for lists.</summary>
    public static SandboxView Brief(SandboxRecord record) => new(record, LeasePolicy.ExpiresAt(record), []);
}
