using System.Collections.Immutable;
using System.Text.Json;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Store;

/// <summary>The route groups of the local engine: in memory, every change first written to the journal.</summary>
internal sealed class JournalRouteGroups : IRouteGroupStore
{
    private const string Prefix = "group/";

    private readonly Journal _journal;
    private readonly JournalSandboxStore _store;
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, RouteGroup> _groups;

    public JournalRouteGroups(Journal journal, JournalSandboxStore store)
    {
        _journal = journal;
        _store = store;
        _groups = journal.List(Prefix)
            .Select(pair => Read(pair.Value))
            .OfType<RouteGroup>()
            .ToImmutableSortedDictionary(group => group.Name.Value, group => group, StringComparer.Ordinal);
    }

    public RouteGroup? Find(SandboxId name) => Volatile.Read(ref _groups).GetValueOrDefault(name.Value);

    public IReadOnlyList<RouteGroup> List() => [.. Volatile.Read(ref _groups).Values];

    public Task SetAsync(RouteGroup group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _journal.Put(Prefix + group.Name, JsonSerializer.Serialize(group, StoreJson.Default.RouteGroup));
            _groups = _groups.SetItem(group.Name.Value, group);
            _store.ReviveKey(group.Name);
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(SandboxId name, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // The end comes first: a crash in between leaves a group that is still there.
            _store.EndKey(name, reason);
            _journal.Put(Prefix + name, null);
            _groups = _groups.Remove(name.Value);
        }

        return Task.CompletedTask;
    }

    /// <summary>What another version wrote is left out and left in place, as sandboxes of other versions are.</summary>
    private static RouteGroup? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.RouteGroup);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
