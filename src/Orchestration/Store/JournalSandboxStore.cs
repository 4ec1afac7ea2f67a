using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Waiting;

namespace AgentSandbox.Orchestration.Store;

/// <summary>The store of the local engine: records in memory, every change first written to the journal.</summary>
internal sealed class JournalSandboxStore : ISandboxStore
{
    private const string SandboxPrefix = "sandbox/";
    private const string EndedPrefix = "ended/";
    private const int MaxEndedKeys = 500;
    private static readonly TimeSpan s_endedKeysKeptFor = TimeSpan.FromDays(7);

    private readonly Journal _journal;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, SandboxRecord> _records;
    private ImmutableSortedDictionary<string, EndedKey> _ended;
    private readonly ChangeSignal _changed = new();

    public JournalSandboxStore(Journal journal, TimeProvider time)
    {
        _journal = journal;
        _time = time;
        var unreadable = new List<string>();
        _records = Read(SandboxPrefix, StoreJson.Default.SandboxRecord, unreadable)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        _ended = Read(EndedPrefix, StoreJson.Default.EndedKey, unreadable)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        Unreadable = unreadable;
    }

    /// <summary>Keys whose values another version wrote, or nobody: left out and left in place, so that they take no other sandbox along.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    public SandboxRecord? Find(SandboxId id) => Volatile.Read(ref _records).GetValueOrDefault(id.Value);

    public IReadOnlyList<SandboxRecord> List() => [.. Volatile.Read(ref _records).Values];

    public IReadOnlyList<EndedKey> EndedKeys() => [.. Volatile.Read(ref _ended).Values];

    public Task<SandboxRecord?> UpdateAsync(SandboxId id, Func<SandboxRecord?, SandboxRecord?> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var current = _records.GetValueOrDefault(id.Value);
            var next = change(current);
            if (next is null || ReferenceEquals(next, current))
            {
                return Task.FromResult(current);
            }

            _journal.Put([
                new JournalEntry(SandboxPrefix + id, JsonSerializer.Serialize(next, StoreJson.Default.SandboxRecord)),
                new JournalEntry(EndedPrefix + id, string.Empty),
            ]);
            _ended = _ended.Remove(id.Value);
            _records = _records.SetItem(id.Value, next);
            _changed.Pulse();
            return Task.FromResult<SandboxRecord?>(next);
        }
    }

    public Task RemoveAsync(SandboxId id, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var ended = _ended.SetItem(id.Value, new EndedKey(id.Value, reason, now));
            var forgotten = TooOld(ended, now);

            // The end comes first: a crash in between leaves a sandbox that is still being deleted.
            _journal.Put([
                new JournalEntry(EndedPrefix + id, JsonSerializer.Serialize(ended[id.Value], StoreJson.Default.EndedKey)),
                new JournalEntry(SandboxPrefix + id, string.Empty),
                .. forgotten.Select(key => new JournalEntry(EndedPrefix + key, string.Empty)),
            ]);
            _ended = ended.RemoveRange(forgotten);
            _records = _records.Remove(id.Value);
            _changed.Pulse();
            return Task.CompletedTask;
        }
    }

    /// <summary>Keeps a key as ended that is no sandbox's.</summary>
    public void EndKey(SandboxId key, string reason)
    {
        lock (_gate)
        {
            var ended = new EndedKey(key.Value, reason, _time.GetUtcNow());
            _journal.Put(EndedPrefix + key, JsonSerializer.Serialize(ended, StoreJson.Default.EndedKey));
            _ended = _ended.SetItem(key.Value, ended);
            _changed.Pulse();
        }
    }

    /// <summary>Forgets that a key has ended, which is somebody's again.</summary>
    public void ReviveKey(SandboxId key)
    {
        lock (_gate)
        {
            _journal.Put(EndedPrefix + key, null);
            _ended = _ended.Remove(key.Value);
            _changed.Pulse();
        }
    }

    public Task WhenChanged() => _changed.Next;

    private IEnumerable<KeyValuePair<string, T>> Read<T>(string prefix, JsonTypeInfo<T> type, List<string> unreadable)
        where T : class
    {
        foreach (var (key, json) in _journal.List(prefix))
        {
            T? value = null;
            try
            {
                value = JsonSerializer.Deserialize(json, type);
            }
            catch (JsonException)
            {
                // Named below, as is a value that is null.
            }

            if (value is null)
            {
                unreadable.Add(key);
            }
            else
            {
                yield return KeyValuePair.Create(key[prefix.Length..], value);
            }
        }
    }

    private static List<string> TooOld(ImmutableSortedDictionary<string, EndedKey> ended, DateTimeOffset now)
    {
        var surplus = ended.Values.OrderByDescending(key => key.EndedAt).Skip(MaxEndedKeys);
        return [.. ended.Values.Where(key => key.EndedAt < now - s_endedKeysKeptFor).Union(surplus).Select(key => key.Key)];
    }
}
