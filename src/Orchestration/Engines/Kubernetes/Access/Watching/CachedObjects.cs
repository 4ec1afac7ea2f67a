using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;

/// <summary>The objects of a cache, none of which ever goes back to an older version. Reading is safe at any time; one writer at a time.</summary>
internal sealed class CachedObjects
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), JsonObject> _objects = new();
    private ulong _seen;
    private bool _isRewound;

    /// <summary>Follow the objects. Set before the first one comes.</summary>
    public IReadOnlyList<ObjectIndex> Indexes { get; set; } = [];

    public IReadOnlyCollection<JsonObject> Items => (IReadOnlyCollection<JsonObject>)_objects.Values;

    public static string? VersionOf(JsonObject item) => item.TextAt("metadata", "resourceVersion");

    public JsonObject? Find(string? @namespace, string name) => _objects.GetValueOrDefault((@namespace ?? "", name));

    /// <summary>Everything up to this version is known.</summary>
    public void Advance(string? version) => _seen = Math.Max(_seen, Number(version));

    /// <summary>Takes an event of a watch; nothing comes of it when it says nothing new.</summary>
    public IReadOnlyList<WatchEvent> Take(WatchEventKind kind, JsonObject item)
    {
        if (kind != WatchEventKind.Deleted)
        {
            return Put(item);
        }

        var key = KeyOf(item);
        if (!_objects.TryGetValue(key, out var known) || IsNewer(known, item))
        {
            return [];
        }

        Set(key, known, null);
        return [new WatchEvent(WatchEventKind.Deleted, item)];
    }

    /// <summary>Takes the answer to a write. One whose object is not here although its version was passed has been deleted since.</summary>
    public IReadOnlyList<WatchEvent> Observe(JsonObject item) => !_objects.ContainsKey(KeyOf(item)) && Number(VersionOf(item)) <= _seen ? [] : Put(item);

    /// <summary>Takes a whole list, and tells by comparison what happened.</summary>
    public IReadOnlyList<WatchEvent> Replace(IEnumerable<JsonObject> items, string version)
    {
        var at = Number(version);
        if (at < _seen)
        {
            _isRewound = true; // The cluster was restored from a backup: what it says now counts, old as it is.
        }

        var changes = new List<WatchEvent>();
        var listed = new HashSet<(string, string)>();
        foreach (var item in items)
        {
            listed.Add(KeyOf(item));
            changes.AddRange(Put(item));
        }

        foreach (var (key, item) in _objects)
        {
            // What was observed after the list was made cannot be in it.
            if (!listed.Contains(key) && (_isRewound || Number(VersionOf(item)) <= at))
            {
                Set(key, item, null);
                changes.Add(new WatchEvent(WatchEventKind.Deleted, item));
            }
        }

        (_seen, _isRewound) = (at, false);
        return changes;
    }

    private IReadOnlyList<WatchEvent> Put(JsonObject item)
    {
        var key = KeyOf(item);
        if (!_objects.TryGetValue(key, out var known))
        {
            Set(key, null, item);
            return [new WatchEvent(WatchEventKind.Added, item)];
        }

        if (VersionOf(known) == VersionOf(item) || (IsNewer(known, item) && !_isRewound))
        {
            return [];
        }

        Set(key, known, item);
        return known.Uid() == item.Uid()
            ? [new WatchEvent(WatchEventKind.Modified, item)]
            : [new WatchEvent(WatchEventKind.Deleted, known), new WatchEvent(WatchEventKind.Added, item)]; // another one of the same name
    }

    private void Set((string Namespace, string Name) key, JsonObject? before, JsonObject? after)
    {
        if (after is null)
        {
            _objects.TryRemove(key, out _);
        }
        else
        {
            _objects[key] = after;
        }

        foreach (var index in Indexes)
        {
            index.Change(before, after);
        }
    }

    /// <summary>Versions are numbers of one counter; those that are not, count as they come.</summary>
    private static bool IsNewer(JsonObject left, JsonObject right) => Number(VersionOf(left)) > Number(VersionOf(right)) && Number(VersionOf(right)) > 0;

    private static ulong Number(string? version) => ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static (string, string) KeyOf(JsonObject item) => (item.TextAt("metadata", "namespace") ?? "", item.Name());
}
